using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Matters;
using Cuobian.People;
using Cuobian.People.Contracts;
using Cuobian.People.Organisation;
using Cuobian.Tests.Matters;
using Cuobian.Tests.People;
using Cuobian.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Operate;

/// <summary>Two nodes on one database: it does not matter which one answers.</summary>
public sealed partial class NodesTests : IAsyncLifetime
{
    private Ward ward = null!;
    private CuobianApp other = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(TestDatabase.Server is null, "SQLite serves one node.");
        ward = await Ward.Open();
        other = ward.App.AnotherNode();
        other.CreateClient().Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (other is not null) await other.DisposeAsync();
        if (ward is not null) await ward.DisposeAsync();
    }

    [Fact]
    public async Task A_form_of_one_node_signs_in_at_the_other_and_the_session_holds_on_both()
    {
        await ward.App.Hire("lin");
        using var traveller = new Traveller(ward.App, other);
        var page = await traveller.Read(ward.App, HttpMethod.Get, "/sign-in");
        using var answer = await traveller.Send(other, HttpMethod.Post, "/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["login"] = "lin",
            ["password"] = Staff.Password,
            ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value,
        }));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        foreach (var node in new[] { ward.App, other }) Assert.Contains("lin", await traveller.Read(node, HttpMethod.Get, Staff.Session), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_one_node_closed_is_closed_on_the_other_at_once()
    {
        await ward.App.Hire("lin");
        using var client = other.CreateClient();
        await client.SignIn("lin");
        Assert.Equal(HttpStatusCode.OK, (await client.WhoAmI()).StatusCode);
        await ward.App.InScope(s => s.GetRequiredService<DisableAccount>().Run("lin", Ct));
        // The clock of the test stands still: what was remembered for half a minute would stay for ever.
        await Until(async () => (await client.WhoAmI()).StatusCode == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_report_repeated_at_the_other_node_is_the_same_report()
    {
        using var there = other.CreateClient();
        var form = new { text = "小区东门那盏灯坏三天了", point = Ward.Point() };
        var first = await Ask(ward.Stranger, form);
        Assert.Equal(first, await Ask(there, form));
        Assert.Equal(1, await ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Matters.CountAsync(Ct)));
    }

    [Fact]
    public async Task A_report_asked_of_both_nodes_at_the_same_moment_is_one_report()
    {
        using var there = other.CreateClient();
        var form = new { text = "小区东门那盏灯坏三天了", point = Ward.Point() };
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Ask(i % 2 == 0 ? ward.Stranger : there, form)));
        Assert.Single(answers.Distinct());
        Assert.Equal(1, await ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Matters.CountAsync(Ct)));
    }

    [Fact]
    public async Task A_unit_renamed_on_one_node_has_its_new_name_on_the_other()
    {
        await ward.App.InScope(s => s.GetRequiredService<ChangeUnit>().Run(Ward.Lead, new ChangeUnit.Form { Name = "路灯管理所" }, Ct));
        await Until(() => Task.FromResult(other.Services.GetRequiredService<IUnits>().Find(Ward.Lead)?.Name == "路灯管理所"));
    }

    [Fact]
    public async Task A_photo_taken_in_by_one_node_is_shown_by_the_other()
    {
        var photo = await ward.Upload();
        var sha = await other.InScope(s => s.GetRequiredService<CuobianDb>().Set<StoredFile>().Where(f => f.Id == photo).Select(f => f.Sha256).SingleAsync(Ct));
        Assert.True(await other.Services.GetRequiredService<IFileStore>().Exists(sha, Ct));
    }

    [Fact]
    public async Task Clocks_that_ring_on_both_nodes_at_once_act_once()
    {
        for (var i = 0; i < 12; i++) await ward.In(MatterState.Dispatched);
        foreach (var node in new[] { ward.App, other }) node.Clock.Advance(TimeSpan.FromDays(3));
        await Task.WhenAll(ward.App.DeliverDue(), other.DeliverDue());
        var breaches = await ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Set<MatterEntry>()
            .Where(e => e.Command == MatterCommand.AcceptTimeout).GroupBy(e => e.MatterId).Select(g => g.Count()).ToListAsync(Ct));
        Assert.Equal(Enumerable.Repeat(1, 12), breaches);
    }

    [Fact]
    public async Task A_clock_that_jumps_an_hour_and_back_loses_doubles_and_stops_nothing()
    {
        foreach (var jump in new[] { 0, 1, -1 })
        {
            ward.App.Clock.Advance(TimeSpan.FromHours(jump));
            for (var i = 0; i < 5; i++) await ward.In(MatterState.Dispatched);
            await Task.WhenAll(ward.App.DeliverDue(), other.DeliverDue());
        }
        var now = ward.App.Clock.GetUtcNow();
        await ward.App.InScope(async scope =>
        {
            var db = scope.GetRequiredService<CuobianDb>();
            Assert.Equal(15, await db.Matters.Select(m => m.Number).Distinct().CountAsync(Ct));
            Assert.Equal(0, await db.Set<MatterEntry>().GroupBy(e => new { e.MatterId, e.Seq }).CountAsync(g => g.Count() > 1, Ct));
            Assert.Equal(0, await db.Set<Work>().CountAsync(w => w.Dead || w.DueAt <= now, Ct));
            return true;
        });
    }

    private static async Task<string> Ask(HttpClient client, object form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Ward.Matters) { Content = JsonContent.Create(form) };
        request.Headers.Add("Idempotency-Key", "0123456789abcdef0123");
        using var answer = await client.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    /// <summary>Signals between nodes take a moment.</summary>
    private static async Task Until(Func<Task<bool>> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (!await isSo()) await Task.Delay(50, patience.Token);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    /// <summary>One browser whose requests a proxy hands now to this node, now to that.</summary>
    private sealed class Traveller(params CuobianApp[] nodes) : IDisposable
    {
        private readonly CookieContainer jar = new();
        private readonly Dictionary<CuobianApp, HttpClient> clients = nodes.ToDictionary(n => n, n => n.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false }));

        public async Task<string> Read(CuobianApp node, HttpMethod method, string path)
        {
            using var answer = await Send(node, method, path);
            return await answer.Content.ReadAsStringAsync(Ct);
        }

        public async Task<HttpResponseMessage> Send(CuobianApp node, HttpMethod method, string path, HttpContent? content = null)
        {
            var address = new Uri(clients[node].BaseAddress!, path);
            using var request = new HttpRequestMessage(method, address) { Content = content };
            if (jar.GetCookieHeader(address) is { Length: > 0 } cookies) request.Headers.Add("Cookie", cookies);
            var answer = await clients[node].SendAsync(request, Ct);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : []) jar.SetCookies(address, cookie);
            return answer;
        }

        public void Dispose()
        {
            foreach (var client in clients.Values) client.Dispose();
        }
    }
}
