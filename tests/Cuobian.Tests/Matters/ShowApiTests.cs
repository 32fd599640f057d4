using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.Places;

namespace Cuobian.Tests.Matters;

/// <summary>Following one matter by number and code: the reporter reads the whole story and no more, a stranger reads nothing.</summary>
public sealed class ShowApiTests(OpenWard open) : IClassFixture<OpenWard>
{
    private Ward Ward => open.Ward;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Number_and_code_open_it_and_nothing_else_does()
    {
        var told = await Ward.Report();
        var other = await Ward.Report();
        Assert.Equal(told.Number, (await Show(told)).GetProperty("number").GetString());
        foreach (var query in new[] { "", "?code=", $"?code={other.Code}", "?code=%00", $"?code={told.Code}0" })
            Assert.Equal((404, "http_404"), await Ward.Outcome(await Ward.Stranger.GetAsync($"{Ward.Matters}/{told.Number}{query}", Ct)));
    }

    [Theory]
    [InlineData("000000000000")]
    [InlineData("x")]
    [InlineData("260300000005%20")]
    public async Task A_number_that_is_none_is_not_found(string number)
    {
        Assert.Equal((404, "http_404"), await Ward.Outcome(await Ward.Boss.GetAsync($"{Ward.Matters}/{number}", Ct)));
        Assert.Equal((404, "http_404"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{number}/accept", new { })));
    }

    [Fact]
    public async Task Staff_read_what_lies_in_their_area_and_private_ones_are_closed_to_strangers()
    {
        foreach (var form in new object[] { new { text = "家里的事", point = Ward.Point(), @private = true }, new { text = "纠纷", point = Ward.Point(), categoryCode = Sensitive } })
        {
            var told = await Ward.Report(form);
            Assert.Equal(HttpStatusCode.NotFound, (await Ward.Stranger.GetAsync($"{Ward.Matters}/{told.Number}", Ct)).StatusCode);
            Assert.Equal((404, "http_404"), await Ward.Outcome(await Ward.Post(Ward.Stranger, $"/{told.Number}/support", new { })));
            Assert.Equal(HttpStatusCode.OK, (await Ward.Boss.GetAsync($"{Ward.Matters}/{told.Number}", Ct)).StatusCode);
            await Show(told);
        }
    }

    [Fact]
    public async Task A_result_is_shown_to_the_reporter_when_it_passed_and_never_a_reason_or_a_name()
    {
        var told = await Ward.In(MatterState.Handling);
        await Ward.Do(told, "submit", new { outcome = "solved", words = "第一次说好了", reason = "内部甲" });
        Assert.DoesNotContain("第一次说好了", (await Show(told)).GetRawText(), StringComparison.Ordinal);
        await Ward.Do(told, "fail", new { reason = "内部乙" }, Ward.Verifier);
        await Ward.Do(told, "submit", new { outcome = "explained", words = "第二次说好了", photos = new[] { await Ward.Upload() } });
        Assert.Empty((await Show(told)).GetProperty("photos").EnumerateArray());
        await Ward.Do(told, "pass", new { reason = "内部丙" }, Ward.Verifier);
        var shown = await Show(told);
        Assert.Equal(("第二次说好了", "explained"), (shown.GetProperty("answer").GetString(), shown.GetProperty("outcome").GetString()));
        Assert.Single(shown.GetProperty("photos").EnumerateArray());
        var story = JsonSerializer.Serialize(shown, JsonSerializerOptions.Web) + shown.GetRawText();
        foreach (var inside in new[] { "内部", "第一次说好了", "boss", "verifier\"" })
            Assert.DoesNotContain(inside, story, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_put_right_on_the_spot_is_an_answer_only_when_somebody_checked_it()
    {
        var told = await Ward.In(MatterState.Dispatched);
        var worker = await Ward.Hire("spot", [MattersPermissions.Read, MattersPermissions.SelfHandle], Town.One, Ward.Community);
        await Ward.Do(told, "self-handle", new { words = "顺手修好了", after = new[] { await Ward.Upload(worker) } }, worker);
        Assert.DoesNotContain("顺手修好了", (await Show(told)).GetRawText(), StringComparison.Ordinal);
        var other = await Ward.Hire("checker", [MattersPermissions.Read, MattersPermissions.Verify], Town.One, Ward.OtherLead);
        await Ward.Do(told, "pass", new { }, other);
        Assert.Equal("顺手修好了", (await Show(told)).GetProperty("answer").GetString());
    }

    [Fact]
    public async Task A_reporter_who_is_staff_acts_as_staff_in_their_duties_and_as_reporter_in_their_own()
    {
        var told = await Ward.Report(by: Ward.Boss);
        await Ward.Do(told, "classify", new { categoryCode = Ward.Lamp });
        await Ward.Do(told, "comment", new { words = "我家门口" });
        var entries = (await Ward.Stored(told)).Entries;
        Assert.Equal((Part.Staff, Ward.Lead), entries.Where(e => e.Command == MatterCommand.Classify).Select(e => (e.Part, e.ByUnit)).Single());
        Assert.Equal((Part.Reporter, null), entries.Where(e => e.Command == MatterCommand.Comment).Select(e => (e.Part, e.ByUnit)).Single());
    }

    [Fact]
    public async Task Me_too_counts_a_person_once_and_names_nobody()
    {
        var told = await Ward.In(MatterState.Dispatched);
        foreach (var _ in new[] { 1, 2 }) await Ward.Do(told, "support", new { }, Ward.Verifier);
        var stored = await Ward.Stored(told);
        Assert.Equal(1, stored.Supporters);
        Assert.Equal((Part.Public, null), stored.Entries.Where(e => e.Command == MatterCommand.Support).Select(e => (e.Part, e.ByUnit)).Single());
        var own = await Ward.Report(by: Ward.Verifier);
        Assert.Equal((409, "matters.own_matter"), await Ward.Outcome(await Ward.Post(Ward.Verifier, $"/{own.Number}/support", new { })));
    }

    [Fact]
    public async Task A_photo_of_the_reporter_shows_the_report_whatever_it_says()
    {
        var told = await Ward.Report();
        await Ward.Do(told, $"attach?code={told.Code}", new { photos = new[] { await Ward.Upload() }, stage = "after" }, Ward.Stranger);
        Assert.Equal(PhotoStage.Report, (await Ward.Stored(told)).Photos.Single().Stage);
    }

    [Fact]
    public async Task Urging_is_for_once_a_day()
    {
        var told = await Ward.In(MatterState.Dispatched);
        await Ward.Do(told, $"urge?code={told.Code}", new { }, Ward.Stranger);
        Assert.Equal((409, "matters.urged_already"), await Ward.Outcome(await Ward.Post(Ward.Stranger, $"/{told.Number}/urge?code={told.Code}", new { })));
    }

    [Theory]
    [InlineData("classify", """{}""", "categoryCode: required")]
    [InlineData("classify", """{"categoryCode":"99"}""", "categoryCode: matters.unknown_category")]
    [InlineData("classify", """{"categoryCode":"0203","areaCode":"99"}""", "areaCode: matters.unknown_area")]
    [InlineData("dispatch", """{}""", "unitCode: required")]
    [InlineData("dispatch", """{"unitCode":"nobody"}""", "unitCode: matters.unknown_unit")]
    [InlineData("return", """{}""", "reason: required")]
    [InlineData("submit", """{"words":"x"}""", "outcome: required")]
    [InlineData("submit", """{"outcome":"solved"}""", "words: required")]
    [InlineData("submit", """{"outcome":3,"words":"x"}""", "$.outcome: bad_json")]
    [InlineData("submit", """{"outcome":"great","words":"x"}""", "$.outcome: bad_json")]
    [InlineData("fail", """{}""", "reason: required")]
    [InlineData("rate", """{"solved":true}""", "prompt: required, satisfied: required")]
    [InlineData("rework", """{"reason":" "}""", "reason: required")]
    [InlineData("uphold", """{}""", "reason: required")]
    [InlineData("reopen", """{}""", "reason: required")]
    [InlineData("comment", """{}""", "words: required")]
    [InlineData("attach", """{}""", "photos: required")]
    [InlineData("attach", """{"stage":"later"}""", "$.stage: bad_json")]
    [InlineData("self-handle", """{"words":"x"}""", "after: required")]
    public async Task What_a_command_needs_is_named(string command, string json, string expected)
    {
        var told = await Ward.Report();
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        var answer = await Ward.Boss.PostAsync($"{Ward.Matters}/{told.Number}/{command}", content, Ct);
        var faults = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors").EnumerateArray();
        Assert.Equal((400, expected), ((int)answer.StatusCode, string.Join(", ", faults.Select(f => $"{f.GetProperty("field")}: {f.GetProperty("code")}"))));
    }

    [Fact]
    public async Task Refusals_have_codes_of_their_own()
    {
        var raw = await Ward.Report();
        Assert.Equal((409, "matters.category_missing"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{raw.Number}/dispatch", new { unitCode = Ward.Lead })));
        Assert.Equal((409, "matters.unit_elsewhere"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{raw.Number}/dispatch", new { unitCode = "359921000000-ZZ" })));
        Assert.Equal((409, "matters.not_on_the_spot"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{raw.Number}/self-handle", new { words = "x", after = new[] { await Ward.Upload() } })));
        var free = await Ward.Hire("unitless", [MattersPermissions.Read, MattersPermissions.SelfHandle], Town.One);
        var classified = await Ward.In(MatterState.Triage);
        Assert.Equal((409, "matters.unit_missing"), await Ward.Outcome(await Ward.Post(free, $"/{classified.Number}/self-handle", new { words = "x", after = new[] { await Ward.Upload() } })));
    }

    private const string Sensitive = "0802";

    private async Task<JsonElement> Show(Ward.Told told) => await Ward.Read(await Ward.Stranger.GetAsync($"{Ward.Matters}/{told.Number}?code={told.Code}", Ct));
}
