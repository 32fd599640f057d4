using System.Net.Http.Json;
using System.Text.Json;
using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.People.Contracts;
using Cuobian.Tests.Architecture;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.Me;

/// <summary>Everything personal stands in the register, and everybody reads there what is kept about them.</summary>
public sealed class RegisterTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_sealed_table_stands_in_the_register_with_its_sealed_columns()
    {
        await using var app = await CuobianApp.Start();
        await app.InScope(services =>
        {
            var kinds = services.GetServices<IPersonalRecords>().SelectMany(r => r.Kinds).ToDictionary(k => k.Code, k => k.Columns);
            var missing =
                from entity in services.GetRequiredService<CuobianDb>().Model.GetEntityTypes()
                where entity.ClrType.IsAssignableTo(typeof(IPersonal))
                from property in entity.GetProperties()
                where property.Name.StartsWith("Sealed", StringComparison.Ordinal)
                let table = entity.GetTableName()!
                where !kinds.TryGetValue(table, out var columns) || !columns.Contains(property.GetColumnName())
                select $"{table}.{property.GetColumnName()}";
            Findings.MustBeNone(missing);
            return Task.FromResult(true);
        });
    }

    [Fact]
    public async Task The_register_names_only_what_is_there_and_says_it_in_both_languages()
    {
        await using var app = await CuobianApp.Start();
        await app.InScope(services =>
        {
            var tables = services.GetRequiredService<CuobianDb>().Model.GetEntityTypes().Select(e => e.GetTableName()).ToHashSet();
            var kinds = services.GetServices<IPersonalRecords>().SelectMany(r => r.Kinds).ToList();
            Assert.Equal(kinds.Count, kinds.Select(k => k.Code).Distinct().Count());
            // Answers about results are columns of the matter, told apart because they serve another purpose.
            Findings.MustBeNone(kinds.Select(k => k.Code).Except(["matters_rating"]).Where(code => !tables.Contains(code)));
            Assert.All(kinds.SelectMany(k => new[] { k.What, k.Purpose, k.Keep, k.Seen }), said => Assert.False(string.IsNullOrWhiteSpace(said.Zh) || string.IsNullOrWhiteSpace(said.En)));
            Assert.All(kinds.Where(k => k.MustDays is not null && k.KeepDays is not null), k => Assert.True(k.MustDays <= k.KeepDays));
            return Task.FromResult(true);
        });
    }

    [Fact]
    public async Task The_page_shows_every_kind_with_ground_and_count()
    {
        await using var resident = await Someone.Open();
        await resident.Report();
        foreach (var language in new[] { "zh-CN", "en" })
        {
            resident.Client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
            var page = await resident.Client.GetStringAsync("/me/data", Ct);
            Cuobian.Tests.Web.Page.AssertSound(page);
            Assert.Contains("id=\"matters_reporter\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("people_key", page, StringComparison.Ordinal);
            resident.Client.DefaultRequestHeaders.AcceptLanguage.Clear();
        }
        var kinds = await resident.Client.GetFromJsonAsync<JsonElement>("/api/v1/me/data", Ct);
        Assert.Equal(1, kinds.EnumerateArray().Single(k => k.GetProperty("kind").GetProperty("code").GetString() == "matters_reporter").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_stranger_is_asked_to_sign_in()
    {
        await using var app = await CuobianApp.Start();
        using var stranger = app.CreateClient(new() { AllowAutoRedirect = false });
        foreach (var page in new[] { "/me/data", "/me/correct", "/me/consents", "/me/erasure", "/console/people/requests", "/console/people/retention" })
            Assert.StartsWith("/sign-in", (await stranger.GetAsync(page, Ct)).Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await stranger.PostAsync("/api/v1/me/copy", null, Ct)).StatusCode);
    }
}
