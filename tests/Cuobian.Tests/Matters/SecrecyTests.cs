using System.Net.Http.Json;
using Cuobian.Data;
using Cuobian.Matters;
using Cuobian.Notices.Letters;
using Cuobian.Tests.Architecture;
using Cuobian.Tests.Notices;
using Cuobian.Tests.Places;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters;

/// <summary>Whatever is done to a public matter, in no state does anything that everybody can read repeat a private word of it.</summary>
public sealed class SecrecyTests : IAsyncLifetime
{
    private readonly List<string> secrets = [];
    private PostOffice office = null!;
    private HttpServer robots = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Ward Ward => office.Ward;

    public async ValueTask InitializeAsync()
    {
        (office, robots) = (await PostOffice.Open(), await HttpServer.Start());
        foreach (var kind in new[] { "json", "weCom", "dingTalk" })
            await Ward.Read(await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/robots", new { name = kind, kind, area = "", url = robots.Address }, Ct));
        await Ward.Read(await Ward.Stranger.PostAsJsonAsync(PostOffice.Notices + "/follows", new { area = Town.One, mail = "onlooker@mail.test" }, Ct));
        await office.Deliver();
        await office.Press(PostOffice.LinkIn(MailServer.Read(office.Mail.Letters.Single()), "/c/"), "confirm");
        office.Mail.Letters.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await office.DisposeAsync();
        await robots.DisposeAsync();
    }

    [Fact]
    public async Task Handled_joined_supervised_and_closed()
    {
        var told = await Report();
        var deputy = await Ward.Deputy();
        await Step(told, "supervise", new { reason = Secret() });
        await Step(told, "classify", new { categoryCode = Ward.Lamp, reason = Secret() });
        await Step(told, "dispatch", new { unitCode = Ward.Lead, reason = Secret() });
        await Step(told, "accept", new { });
        await Step(told, "comment", new { words = Secret() });
        await Step(told, $"comment?code={told.Code}", new { words = Secret() }, Ward.Stranger);
        await Step(told, $"attach?code={told.Code}", new { photos = new[] { await Ward.Upload() }, words = Secret() }, Ward.Stranger);
        await Step(told, "ask", new { words = Secret() });
        await Step(told, $"reply?code={told.Code}", new { words = Secret() }, Ward.Stranger);
        await Step(told, $"urge?code={told.Code}", new { words = Secret() }, Ward.Stranger);
        await Step(told, "request-suspension", new { pause = "weather", until = Ward.App.Clock.GetUtcNow().AddDays(2), words = Secret() });
        await Step(told, "grant", new { reason = Secret() }, deputy);
        await Step(told, "resume", new { words = Secret() });
        await Step(told, "request-extension", new { hours = 2, reason = Secret() });
        await Step(told, "deny", new { reason = Secret() }, deputy);
        await Step(told, "whistle", new { unitCodes = new[] { Ward.OtherLead }, reason = Secret() });
        await Step(told, "co-refuse", new { unitCode = Ward.OtherLead, reason = Secret() }, await Helper());
        await Step(told, "waive", new { unitCode = Ward.OtherLead, reason = Secret() });
        await Step(told, "raise-tier", new { tier = "hard", reason = Secret() });
        await Step(told, "form-panel", new { unitCodes = new[] { Ward.OtherLead }, words = "三周内解决" });
        await Step(told, "meet", new { reason = Secret() });
        var result = Secret();
        await Step(told, "submit", new { outcome = "solved", words = result, reason = Secret() });
        await Step(told, "fail", new { reason = Secret() }, Ward.Verifier);
        secrets.Remove(result);
        // The result that passes is the answer, for everybody.
        await Step(told, "submit", new { outcome = "solved", words = "灯换好了", reason = Secret() });
        await Step(told, "pass", new { reason = Secret() }, Ward.Verifier);
        Assert.Contains("灯换好了", await Ward.Stranger.GetStringAsync($"/p/{told.Number}", Ct), StringComparison.Ordinal);
        foreach (var list in new[] { "/open311/requests.json", "/open-data/matters.csv", "/open-data/matters.geojson", "/open-data/matters.atom" })
            Assert.Contains(told.Number, await Ward.Stranger.GetStringAsync(list, Ct), StringComparison.Ordinal);
        Assert.Contains(robots.Heard, heard => heard.Body.Contains(told.Number, StringComparison.Ordinal));
        Assert.Contains(office.Mail.Letters, mail => MailServer.Read(mail).Contains(told.Number, StringComparison.Ordinal));
        await Step(told, $"rate?code={told.Code}", new { prompt = true, solved = true, satisfied = true }, Ward.Stranger);
        await Step(told, $"reopen?code={told.Code}", new { reason = Secret() }, Ward.Stranger);
    }

    [Fact]
    public async Task Sent_back_merged_diverted_split_rejected_and_withdrawn()
    {
        var root = await Ward.In(MatterState.Handling);
        var told = await Sorted();
        await Step(told, "return", new { reason = Secret() });
        await Step(told, "dispatch", new { unitCode = Ward.Lead });
        await Step(told, "merge", new { target = root.Number, reason = Secret() });
        await Step(told, "unmerge", new { reason = Secret() });
        await Step(told, "divert", new { divertTo = "hotline12345", externalNumber = Secret(), words = Secret() });
        await Step(told, "take-back", new { reason = Secret() });
        await Step(told, "split", new { parts = new[] { new { text = Secret() }, new { text = Secret() } }, reason = Secret() });
        await Step(await Sorted(), "hide", new { what = "text", reason = Secret() });
        var withdrawn = await Sorted();
        await Step(withdrawn, $"withdraw?code={withdrawn.Code}", new { reason = Secret() }, Ward.Stranger);
        var rejected = await Report();
        await Step(rejected, "request-rejection", new { words = Secret() });
        await Step(rejected, "grant", new { reason = Secret() }, await Ward.Deputy());
        await Step(rejected, $"appeal?code={rejected.Code}", new { words = Secret() }, Ward.Stranger);
    }

    /// <summary>Text, name, phone, place and code of a report are private, each under a word of its own.</summary>
    private async Task<Ward.Told> Report()
    {
        var phone = "1380013" + (8000 + secrets.Count);
        secrets.Add(phone);
        var told = await Ward.Report(new { text = $"{Secret()}家门口的灯坏了", point = Ward.Point(), address = Secret(), reporter = new { name = Secret(), phone } });
        secrets.Add(told.Code);
        return told;
    }

    private async Task<Ward.Told> Sorted()
    {
        var told = await Report();
        await Ward.Do(told, "classify", new { categoryCode = Ward.Lamp });
        await Ward.Do(told, "dispatch", new { unitCode = Ward.Lead });
        return told;
    }

    private HttpClient? helper;

    private async Task<HttpClient> Helper() =>
        helper ??= await Ward.Hire("helper", [Cuobian.Matters.Contracts.MattersPermissions.Read, Cuobian.Matters.Contracts.MattersPermissions.Handle], "3599", Ward.OtherLead, ofUnit: true);

    private string Secret()
    {
        secrets.Add($"暗语{secrets.Count}号");
        return secrets[^1];
    }

    /// <summary>Gives a command and then reads everything that everybody can read, and everything that left the house.</summary>
    private async Task Step(Ward.Told told, string command, object form, HttpClient? by = null)
    {
        await Ward.Do(told, command, form, by);
        await office.Deliver();
        var leaks = new List<string>();
        foreach (var address in Addresses(told.Number))
        {
            using var answer = await Ward.Stranger.GetAsync(address, Ct);
            Look($"{address} after {command}", await answer.Content.ReadAsStringAsync(Ct), leaks);
        }
        foreach (var letter in await Ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Set<Letter>().AsNoTracking().ToListAsync(Ct)))
            Look($"{letter.Topic} by {letter.Way} after {command}", $"{letter.Paper.Title} {letter.Paper.Text} {string.Join(' ', letter.Paper.Facts?.Values ?? [])}", leaks);
        foreach (var heard in robots.Heard) Look($"a robot after {command}", heard.Body, leaks);
        foreach (var mail in office.Mail.Letters) Look($"a mail after {command}", MailServer.Read(mail), leaks);
        Findings.MustBeNone(leaks.Distinct());
    }

    private void Look(string where, string text, List<string> leaks)
    {
        foreach (var secret in secrets.Where(s => text.Contains(s, StringComparison.Ordinal))) leaks.Add($"{where} tells {secret}");
    }

    private static string[] Addresses(string number) =>
    [
        "/", "/areas", $"/areas/{Town.One}", $"/areas/{Ward.Grid}", "/areas/map.geojson", $"/areas/{Town.One}/map.geojson", $"/p/{number}", $"/matters/{number}", "/campaigns",
        "/open311/requests.json?extensions=true", "/open311/requests.xml?extensions=true", $"/open311/requests/{number}.json", "/open-data/matters.csv", "/open-data/matters.geojson",
        "/open-data/matters.atom", "/api/v1/insight/published", $"/api/v1/matters/{number}", "/api/v1/matters", $"/api/v1/matters/twins?text=灯坏了&areaCode={Ward.Grid}&categoryCode={Ward.Lamp}",
    ];
}
