using System.Net;
using System.Net.Http.Json;
using Cuobian.Matters;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Matters.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.Me;

/// <summary>A name beside something sensitive needs a yes of its own, which is taken back as easily as it was given.</summary>
public sealed class ConsentTests
{
    /// <summary>Help for those who have too little to live on.</summary>
    private const string Hardship = "0905";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_report_page_asks_only_where_it_is_sensitive_and_somebody_is_named()
    {
        await using var ward = await Ward.Open();
        using var visitor = new ResidentVisitor(ward.App);
        var page = await visitor.Read("/report");
        Assert.DoesNotContain("name=\"consent\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.Report(page, Sheet("0203", Someone.Name))).StatusCode);

        page = await visitor.Read("/report");
        var refused = await visitor.Report(page, Sheet(Hardship, Someone.Name));
        var words = await ResidentVisitor.Words(refused);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Cuobian.Tests.Web.Page.AssertSound(words);
        Assert.All(["name=\"consent\"", "单独同意", "不留姓名"], word => Assert.Contains(word, words, StringComparison.Ordinal));
        // Without a name nobody is kept from reporting.
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.Report(await visitor.Read("/report"), Sheet(Hardship, ""))).StatusCode);
    }

    [Fact]
    public async Task Who_said_yes_without_an_account_takes_it_back_on_the_page_of_the_matter()
    {
        await using var ward = await Ward.Open();
        using var visitor = new ResidentVisitor(ward.App);
        await visitor.Report(await visitor.Read("/report"), [.. Sheet(Hardship, Someone.Name), ("consent", "1")]);
        var (number, _) = ResidentVisitor.Receipt(await visitor.Read("/report/done"));
        Assert.True(await Stands(ward, number));
        var page = await visitor.Read($"/matters/{number}");
        Assert.Contains("撤回同意", page, StringComparison.Ordinal);
        await visitor.Send(page, $"/matters/{number}", "act", [("do", "take-back")]);
        Assert.False(await Stands(ward, number));
        Assert.Null(await NameOf(ward, number));
        Assert.DoesNotContain("撤回同意并", await visitor.Read($"/matters/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_sees_its_history_and_takes_a_yes_back_with_one_press()
    {
        await using var me = await Someone.Open();
        var told = await me.Ward.Report(new { text = "这个月没有钱吃饭", categoryCode = Hardship, point = Ward.Point(), consent = true, reporter = new { name = Someone.Name } }, me.Client);
        Cuobian.Tests.Web.Page.AssertSound(await me.Client.GetStringAsync("/me/consents", Ct));
        var id = (await me.Client.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/v1/me/consents", Ct))[0].GetProperty("consent").GetProperty("id").GetGuid();

        using var stranger = await me.Ward.Hire("other", [], "");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/api/v1/me/consents/{id}/take-back", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await me.Client.PostAsync($"/api/v1/me/consents/{id}/take-back", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await me.Client.PostAsync($"/api/v1/me/consents/{id}/take-back", null, Ct)).StatusCode);
        Assert.Null((await me.Stored(told)).Name);
        var page = WebUtility.HtmlDecode(await me.Client.GetStringAsync("/me/consents", Ct));
        Assert.All(["已撤回", "曾同意", told.Number], word => Assert.Contains(word, page, StringComparison.Ordinal));
        Assert.Single(await me.Acts(ActNames.ConsentTakenBack));
    }

    private static IEnumerable<(string, string)> Sheet(string category, string name) =>
        [("text", "请帮帮我"), ("category", category), ("asked", category), ("name", name), ("area", Ward.Grid)];

    private static Task<bool> Stands(Ward ward, string number) => ward.App.InScope(services =>
        services.GetRequiredService<IConsents>().Stands(IConsents.Sensitive, $"matter:{number}", Ct));

    private static async Task<string?> NameOf(Ward ward, string number) =>
        (await ward.App.InScope(services => services.GetRequiredService<ShowMatter>().ToStaff(number, Ct)))!.ReporterName is { Length: > 0 } name ? name : null;
}
