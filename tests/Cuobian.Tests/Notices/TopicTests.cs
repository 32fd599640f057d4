using Cuobian.Matters;
using Cuobian.Notices;
using Cuobian.Tests.Architecture;
using Cuobian.Tests.Matters;

namespace Cuobian.Tests.Notices;

/// <summary>Every topic of the table is told to every audience it names, by acts that are given over HTTP and by time that passes.</summary>
public sealed class TopicTests
{
    private static readonly TimeSpan Now = TimeSpan.Zero;
    private TopicCast cast = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_topic_is_told_to_everybody_it_names_and_tells_nobody_who_reported()
    {
        await using var robots = await HttpServer.Start();
        await using var office = await PostOffice.Open();
        cast = await TopicCast.Meet(office, robots);
        await PostOffice.Choose(cast["reporter"], new { quietFrom = "22:00", quietUntil = "07:00", mail = "chen@mail.test" });
        await StraightWay();
        await Requests();
        await Joint();
        await Aside();
        await WhatWaits();

        var letters = await office.Letters();
        var missing = from topic in Topics.All
                      from audience in topic.To
                      where !letters.Exists(l => l.Topic == topic.Code && l.Who == cast.KeyOf(audience))
                      select $"{topic.Code} is not told to {audience}";
        Findings.MustBeNone([.. missing, .. Topics.All.Where(t => letters.TrueForAll(l => l.Topic != t.Code)).Select(t => $"{t.Code} is told to nobody")]);
        foreach (var letter in letters)
            foreach (var secret in new[] { TopicCast.Story, TopicCast.ReporterName, "chen@mail.test" })
                Assert.DoesNotContain(secret, letter.Paper.Title + letter.Paper.Text + string.Join(' ', letter.Paper.Facts?.Values ?? []), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_unit_lets_pass_goes_to_its_head_first_and_to_the_level_above_when_it_stands()
    {
        await using var robots = await HttpServer.Start();
        await using var office = await PostOffice.Open();
        cast = await TopicCast.Meet(office, robots);
        var told = await cast.In(MatterState.Handling);
        var matter = await office.Ward.Stored(told);
        var due = matter.Clocks.Single(c => c.Kind == ClockKind.Handle).DueAt!.Value;
        await cast.Pass(due - office.Ward.App.Clock.GetUtcNow());
        Assert.Equal([cast.KeyOf(Audience.Handler), cast.KeyOf(Audience.UnitHead)], await HeardOf("breached"));
        Assert.Empty(await HeardOf("escalated"));
        Assert.Equal((Tier.Key, "359902001"), await LevelOf(told));

        await cast.Pass(TimeSpan.FromDays(4));
        Assert.Equal([cast.KeyOf(Audience.UnitHead), cast.KeyOf(Audience.LevelAbove)], await HeardOf("escalated"));
        // The street may not lower what it does not supervise alone: the level that holds it does.
        Assert.Equal((403, "denied"), await Ward.Outcome(await Ward.Post(cast["deputy"], $"/{told.Number}/lower-tier", new { tier = "ordinary", reason = "好了" })));
        await office.Ward.Do(told, "lower-tier", new { tier = "ordinary", reason = "好了" }, cast["county"]);
        Assert.Equal((Tier.Ordinary, null), await LevelOf(told));
    }

    private async Task StraightWay()
    {
        var told = await cast.In(MatterState.Handling);
        await Do(told, "ask", new { words = "哪个门？" });
        await Do(told, "reply", new { words = "东门" }, "reporter");
        await Do(told, "comment", new { words = "还没亮" }, "reporter");
        await Do(told, "comment", new { words = "配件在路上" });
        await Do(told, "urge", new { }, "reporter");
        await Do(told, "submit", new { outcome = "solved", words = "好了" });
        await Do(told, "fail", new { reason = "没亮" }, cast.Ward.Verifier);
        await Do(told, "submit", new { outcome = "solved", words = "这次好了" });
        await Do(told, "pass", new { }, cast.Ward.Verifier);
        await Do(told, "rate", new { prompt = true, solved = true, satisfied = true }, "reporter");
        await Do(told, "reopen", new { reason = "又坏了" }, "reporter");
        await Do(await cast.In(MatterState.Dispatched), "return", new { reason = "不归我们" });
        await Do(await cast.In(MatterState.Feedback), "rate", new { prompt = true, solved = false, satisfied = false }, "reporter");
        await cast.Pass(Now);
    }

    private async Task Requests()
    {
        var told = await cast.In(MatterState.Handling);
        await Do(told, "request-extension", new { hours = 2, reason = "配件未到" });
        await Do(told, "deny", new { reason = "再想办法" }, "deputy");
        await Do(told, "request-extension", new { hours = 2, reason = "配件未到" });
        await Do(told, "grant", new { }, "deputy");
        await Do(told, "request-suspension", new { pause = "weather", until = cast.Ward.App.Clock.GetUtcNow().AddDays(2), words = "等雨停" });
        await Do(told, "grant", new { }, "deputy");
        await Do(told, "resume", new { words = "天晴了" });
        var rejected = await cast.In(MatterState.Triage);
        await Do(rejected, "request-rejection", new { words = "不归社区管" });
        await Do(rejected, "grant", new { }, "deputy");
        await cast.Pass(Now);
    }

    private async Task Joint()
    {
        foreach (var answer in new[] { "co-accept", "co-refuse", "waive", "" })
        {
            var told = await cast.In(MatterState.Handling);
            await Do(told, "whistle", new { unitCodes = new[] { Ward.OtherLead }, reason = "一家办不了" });
            if (answer.Length > 0) await Do(told, answer, new { unitCode = Ward.OtherLead, reason = "有原因", words = "说明" }, answer == "waive" ? "deputy" : "helper");
        }
        foreach (var lower in new[] { true, false })
        {
            var hard = await cast.In(MatterState.Handling);
            await Do(hard, "raise-tier", new { tier = "hard", reason = "几个部门都推" }, "deputy");
            await Do(hard, "form-panel", new { unitCodes = new[] { Ward.OtherLead }, words = "三周内解决" }, "deputy");
            if (!lower) await Do(hard, "set-milestone", new { words = "清场", until = cast.Ward.App.Clock.GetUtcNow().AddDays(3) }, "deputy");
            if (lower) await Do(hard, "lower-tier", new { tier = "ordinary", reason = "理顺了" }, "county");
        }
        await cast.Pass(Now);
    }

    private async Task Aside()
    {
        var root = await cast.In(MatterState.Handling);
        await Do(await cast.In(MatterState.Dispatched), "merge", new { target = root.Number, reason = "同一盏灯" });
        await Do(await cast.In(MatterState.Dispatched), "divert", new { divertTo = "mediation", words = "请调解员来" });
        await Do(await cast.In(MatterState.Dispatched), "withdraw", new { }, "reporter");
        await Do(await cast.In(MatterState.Handling), "split", new { parts = new[] { new { text = "路灯不亮" }, new { text = "井盖松了" } }, reason = "两件事" });
        var urgent = await cast.In(MatterState.Dispatched);
        await Do(urgent, "call-out", new { });
        await Do(urgent, "take-call", new { }, "worker");
        await cast.Pass(Now);
    }

    /// <summary>Clocks of every kind run down while nobody does anything.</summary>
    private async Task WhatWaits()
    {
        await Do(await cast.In(MatterState.Triage), "call-out", new { });
        await cast.In(MatterState.Verifying);
        foreach (var hours in new[] { 1, 1, 3, 4, 24, 24, 48, 96, 96, 96 }) await cast.Pass(TimeSpan.FromHours(hours));
    }

    private Task Do(Ward.Told told, string command, object form, string? by = null) => Do(told, command, form, by is null ? cast.Ward.Boss : cast[by]);

    private Task Do(Ward.Told told, string command, object form, HttpClient by) => cast.Ward.Do(told, command, form, by);

    /// <summary>Who of the cast has read a topic, in the order of the audiences.</summary>
    private async Task<List<string>> HeardOf(string topic)
    {
        var heard = (await cast.Office.Letters(Way.Inbox)).Where(l => l.Topic == topic).Select(l => l.Who).ToHashSet();
        return [.. Enum.GetValues<Audience>().Where(a => a is not (Audience.Panel or Audience.Asker or Audience.GridStaff or Audience.Hook)).Select(cast.KeyOf).Where(heard.Contains)];
    }

    private async Task<(Tier, string?)> LevelOf(Ward.Told told) => await cast.Ward.Stored(told) is var matter ? (matter.Tier, matter.SupervisedAt) : default;
}
