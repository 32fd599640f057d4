using System.Text.Json;
using Cuobian.Matters;

namespace Cuobian.Tests.Matters;

/// <summary>One matter made into several over HTTP: who follows them, and how the whole ends.</summary>
public sealed class SplitApiTests(OpenWard open) : IClassFixture<OpenWard>
{
    private static readonly object Two = new { parts = new[] { new { text = "路灯不亮", categoryCode = Ward.Lamp }, new { text = "井盖松了", categoryCode = Ward.Lamp } }, reason = "两件事" };

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Ward Ward => open.Ward;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_code_and_the_supporters_of_the_whole_follow_every_part()
    {
        var told = await Ward.In(MatterState.Dispatched);
        await Ward.Do(told, "support", new { }, Ward.Verifier);
        foreach (var part in await Split(told))
        {
            var shown = await Show(part, told.Code);
            Assert.Equal(1, shown.GetProperty("supporters").GetInt32());
            Assert.Equal("dispatched", shown.GetProperty("state").GetString());
            // Who supported the whole does not count a second time.
            await Ward.Do(new Ward.Told(part, ""), "support", new { }, Ward.Verifier);
            Assert.Equal(1, (await Ward.Stored(new Ward.Told(part, ""))).Supporters);
        }
        Assert.Equal(2, (await Show(told.Number, told.Code)).GetProperty("parts").GetArrayLength());
        Assert.Equal(404, (int)(await Ward.Stranger.GetAsync($"{Ward.Matters}/{(await Split(told))[0]}?code=00000000", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_whole_stays_open_until_every_part_ended_and_then_ends_with_them()
    {
        var told = await Ward.In(MatterState.Handling);
        var parts = (await Split(told)).Select(number => new Ward.Told(number, told.Code)).ToList();
        foreach (var (command, form) in new (string, object)[] { ("submit", new { outcome = "solved", words = "好了" }), ("merge", new { target = (await Ward.Root()).Number, reason = "x" }), ("divert", new { divertTo = "court", words = "x" }) })
            Assert.Equal((409, "matters.parts_open"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{told.Number}/{command}", form)));
        Assert.Equal((409, "matters.parts_open"), await Ward.Outcome(await Ward.Post(Ward.Stranger, $"/{told.Number}/withdraw?code={told.Code}", new { })));

        await Ward.Do(parts[1], $"withdraw?code={told.Code}", new { }, Ward.Stranger);
        await Ward.App.DeliverDue();
        Assert.Equal(MatterState.Handling, (await Ward.Stored(told)).State);
        await Finish(parts[0]);
        await Ward.App.DeliverDue();
        var whole = await Ward.Stored(told);
        Assert.Equal((MatterState.Closed, Outcome.Solved, "灯换好了"), (whole.State, whole.Outcome!.Value, whole.Answer));
        Assert.DoesNotContain(whole.Clocks, c => c.Runs);
        Assert.Equal((MatterCommand.EndParts, Part.System), (whole.Entries.MaxBy(e => e.Seq)!.Command, whole.Entries.MaxBy(e => e.Seq)!.Part));
    }

    [Fact]
    public async Task When_nothing_came_of_the_parts_the_whole_goes_on_by_itself()
    {
        var told = await Ward.In(MatterState.Handling);
        foreach (var part in await Split(told)) await Ward.Do(new Ward.Told(part, ""), $"withdraw?code={told.Code}", new { }, Ward.Stranger);
        await Ward.App.DeliverDue();
        Assert.Equal(MatterState.Handling, (await Ward.Stored(told)).State);
        await Ward.Do(told, "submit", new { outcome = "solved", words = "好了" });
    }

    [Fact]
    public async Task A_part_is_not_split_and_nothing_has_more_than_ten()
    {
        var told = await Ward.In(MatterState.Triage);
        var part = (await Split(told))[0];
        Assert.Equal((409, "matters.part_already"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{part}/split", Two)));
        for (var i = 0; i < 4; i++) await Split(told);
        Assert.Equal((409, "matters.too_many_parts"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{told.Number}/split", Two)));
        Assert.Equal((400, "invalid"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{told.Number}/split", new { parts = new[] { new { text = "一件" } }, reason = "x" })));
    }

    [Fact]
    public async Task What_was_hidden_nobody_reads_but_staff_until_it_is_shown_again()
    {
        var photo = await Ward.Upload();
        var told = await Ward.Report(new { text = "邻居老王天天吵", point = Ward.Point(), photos = new[] { photo } });
        await Ward.Do(told, $"comment?code={told.Code}", new { words = "老王的电话是…" }, Ward.Stranger);
        var comment = (await Ward.Stored(told)).Entries.Single(e => e.Command == MatterCommand.Comment).Seq;
        string[] parts = [HideMatter.OfText, HideMatter.OfEntry(comment), HideMatter.OfPhoto(photo)];
        foreach (var what in parts) await Ward.Do(told, "hide", new { what, reason = "写了邻居的名字" });
        var shown = await Show(told.Number, told.Code);
        Assert.DoesNotContain("老王", JsonSerializer.Serialize(shown) + Told(shown), StringComparison.Ordinal);
        Assert.DoesNotContain("写了邻居的名字", Told(shown), StringComparison.Ordinal);
        Assert.Equal((0, true), (shown.GetProperty("photos").GetArrayLength(), shown.GetProperty("textHidden").GetBoolean()));
        Assert.Equal("邻居老王天天吵", (await Ward.Stored(told)).Text);
        Assert.Equal((409, "matters.hidden_already"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{told.Number}/hide", new { what = "text", reason = "x" })));
        Assert.Equal((400, "invalid"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{told.Number}/hide", new { what = "entry:99", reason = "x" })));

        foreach (var what in parts) await Ward.Do(told, "restore", new { what, reason = "看错了" });
        Assert.Contains("邻居老王", Told(await Show(told.Number, told.Code)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_parts_that_end_at_once_end_the_whole_once()
    {
        var told = await Ward.In(MatterState.Triage);
        var parts = (await Split(told)).Select(number => new Ward.Told(number, told.Code)).ToList();
        foreach (var part in parts) await Finish(part);
        await Ward.App.DeliverDue();
        Assert.Single((await Ward.Stored(told)).Entries, e => e.Command == MatterCommand.EndParts);
        Assert.Equal((409, "matters.reopen_a_part"), await Ward.Outcome(await Ward.Post(Ward.Boss, $"/{told.Number}/reopen", new { reason = "没好" })));
    }

    private async Task<List<string>> Split(Ward.Told told) =>
        [.. (await Ward.Read(await Ward.Post(Ward.Boss, $"/{told.Number}/split", Two))).GetProperty("parts").EnumerateArray().Select(p => p.GetString()!)];

    private async Task Finish(Ward.Told part)
    {
        await Ward.Do(part, "accept", new { });
        await Ward.Do(part, "submit", new { outcome = "solved", words = "灯换好了" });
        await Ward.Do(part, "pass", new { }, Ward.Verifier);
        await Ward.Do(part, $"rate?code={part.Code}", new { prompt = true, solved = true, satisfied = true }, Ward.Stranger);
    }

    private async Task<JsonElement> Show(string number, string code) => await Ward.Read(await Ward.Stranger.GetAsync($"{Ward.Matters}/{number}?code={code}", Ct));

    private static string Told(JsonElement shown) => JsonSerializer.Serialize(shown, Relaxed);
}
