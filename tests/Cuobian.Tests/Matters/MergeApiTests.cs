using System.Text.Json;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;

namespace Cuobian.Tests.Matters;

/// <summary>Twins over HTTP: who follows whom, what comes back, and what the reporter is told of it.</summary>
public sealed class MergeApiTests(OpenWard open) : IClassFixture<OpenWard>
{
    private Ward Ward => open.Ward;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_people_of_a_part_follow_the_whole_and_leave_with_it()
    {
        var (root, part) = (await Ward.In(MatterState.Handling), await Ward.In(MatterState.Dispatched));
        await Ward.Do(part, "support", new { }, Ward.Verifier);
        var before = await Ward.Stored(part);
        await Merge(part, root);
        var merged = await Ward.Stored(part);
        Assert.Equal((MatterState.Merged, (await Ward.Stored(root)).Id, null), (merged.State, merged.MergedInto, merged.NextDueAt));
        Assert.Equal(2, (await Ward.Stored(root)).Supporters);

        await Ward.Do(part, "unmerge", new { reason = "不是一回事" });
        var back = await Ward.Stored(part);
        Assert.Equal((before.State, null, 1, before.NextDueAt), (back.State, back.MergedInto, back.Supporters, back.NextDueAt));
        Assert.Equal(0, (await Ward.Stored(root)).Supporters);
    }

    [Fact]
    public async Task Every_chain_is_one_hop_long_and_the_counts_stay_right()
    {
        var (whole, root, part, late) = (await Ward.In(MatterState.Handling), await Ward.In(MatterState.Handling), await Ward.In(MatterState.Triage), await Ward.In(MatterState.Dispatched));
        await Merge(part, root);
        await Merge(root, whole);
        await Merge(late, part);
        var id = (await Ward.Stored(whole)).Id;
        foreach (var told in new[] { root, part, late }) Assert.Equal(id, (await Ward.Stored(told)).MergedInto);
        Assert.Equal((3, 0), ((await Ward.Stored(whole)).Supporters, (await Ward.Stored(root)).Supporters));
        foreach (var told in new[] { part, root, late }) await Ward.Do(told, "unmerge", new { reason = "不是一回事" });
        Assert.Equal((0, 0), ((await Ward.Stored(whole)).Supporters, (await Ward.Stored(root)).Supporters));
    }

    [Fact]
    public async Task Nothing_comes_out_of_what_was_done_but_of_what_was_withdrawn()
    {
        var (part, root) = (await Ward.In(MatterState.Handling), await Ward.In(MatterState.Verifying));
        await Merge(part, root);
        await Ward.Do(root, "pass", new { }, Ward.Verifier);
        await Ward.Do(root, $"rate?code={root.Code}", new { prompt = true, solved = true, satisfied = true }, Ward.Stranger);
        Assert.Equal((409, "matters.root_ended"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{part.Number}/unmerge", new { reason = "不是一回事" })));

        var (other, withdrawn) = (await Ward.In(MatterState.Handling), await Ward.In(MatterState.Dispatched));
        await Merge(other, withdrawn);
        await Ward.Do(withdrawn, $"withdraw?code={withdrawn.Code}", new { }, Ward.Stranger);
        await Ward.Do(other, "unmerge", new { reason = "那边撤回了" });
        Assert.Equal(MatterState.Handling, (await Ward.Stored(other)).State);
    }

    [Fact]
    public async Task Twins_are_of_one_family_unless_somebody_says_they_are_one()
    {
        var (root, other) = (await Ward.In(MatterState.Handling), await Ward.Report());
        await Ward.Do(other, "classify", new { categoryCode = "0401" });
        Assert.Equal((409, "matters.other_family"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{other.Number}/merge", new { target = root.Number, reason = "同一件事" })));
        await Ward.Do(other, "merge", new { target = root.Number, reason = "同一件事", anyway = true });
        Assert.Equal(MatterState.Merged, (await Ward.Stored(other)).State);
    }

    [Fact]
    public async Task What_cannot_be_a_whole_is_refused()
    {
        var part = await Ward.In(MatterState.Handling);
        Assert.Equal((400, "invalid"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{part.Number}/merge", new { target = "260300000005", reason = "x" })));
        foreach (var bad in new[] { part, await Ward.In(MatterState.Withdrawn), await Ward.In(MatterState.Diverted), await Ward.In(MatterState.Rejected), await Ward.In(MatterState.Closed) })
            Assert.Equal((409, "matters.bad_root"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{part.Number}/merge", new { target = bad.Number, reason = "x" })));
        Assert.Equal(0, (await Ward.Stored(part)).Supporters);
    }

    [Fact]
    public async Task The_reporter_of_a_part_reads_that_it_was_merged_and_nothing_of_the_other()
    {
        var (root, part) = (await Ward.In(MatterState.Handling), await Ward.In(MatterState.Handling));
        await Merge(part, root);
        var shown = await Show(part);
        Assert.Equal("merged", shown.GetProperty("state").GetString());
        Assert.DoesNotContain(root.Number, shown.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain((await Ward.Stored(root)).Id.ToString(), shown.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_offices_settle_among_themselves_is_no_step_of_the_story()
    {
        var told = await Ward.In(MatterState.Handling);
        var deputy = await Ward.Deputy();
        await Ward.Do(told, "raise-tier", new { tier = "hard", reason = "内部" });
        await Ward.Do(told, "lower-tier", new { tier = "key", reason = "内部" }, await Ward.Hire("county", [MattersPermissions.Read, MattersPermissions.Supervise], "359902"));
        await Ward.Do(told, "supervise", new { reason = "内部" });
        await Ward.Do(told, "whistle", new { unitCodes = new[] { Ward.OtherLead }, reason = "内部" });
        await Ward.Do(told, "co-accept", new { unitCode = Ward.OtherLead, words = "内部" });
        await Ward.Do(told, "co-finish", new { unitCode = Ward.OtherLead, words = "内部" });
        await Ward.Do(told, "request-extension", new { hours = 2, reason = "内部" });
        await Ward.Do(told, "deny", new { reason = "内部" }, deputy);
        await Ward.Do(told, "request-suspension", new { pause = "weather", until = Ward.App.Clock.GetUtcNow().AddDays(1), words = "等雨停", reason = "内部" });
        Assert.DoesNotContain("等雨停", (await Show(told)).GetRawText(), StringComparison.Ordinal);
        await Ward.Do(told, "grant", new { reason = "内部" }, deputy);
        var shown = await Show(told);
        Assert.DoesNotContain("内部", JsonSerializer.Serialize(shown) + shown.GetRawText() + string.Concat(Steps(shown)), StringComparison.Ordinal);
        Assert.Equal(["register", "sendToTriage", "classify", "dispatch", "accept", "whistle", "grantSuspension: 等雨停"], Steps(shown));
    }

    [Fact]
    public async Task The_reason_of_a_rejection_is_told_when_it_is_granted()
    {
        var told = await Ward.In(MatterState.Rejected);
        Assert.Contains("grantRejection: 不归社区管", Steps(await Show(told)));
        await Ward.Do(told, $"appeal?code={told.Code}", new { words = "就在社区门口" }, Ward.Stranger);
        Assert.Equal(MatterState.Triage, (await Ward.Stored(told)).State);
    }

    private Task Merge(Ward.Told part, Ward.Told root) => Ward.Do(part, "merge", new { target = root.Number, reason = "同一盏灯" });

    private async Task<JsonElement> Show(Ward.Told told) => await Ward.Read(await Ward.Stranger.GetAsync($"{Ward.Matters}/{told.Number}?code={told.Code}", Ct));

    private static List<string> Steps(JsonElement shown) => [.. shown.GetProperty("steps").EnumerateArray().Select(s =>
        s.GetProperty("command").GetString() + (s.TryGetProperty("words", out var words) && words.GetString() is { } said ? $": {said}" : ""))];
}
