using System.Net;
using Cuobian.Matters;
using Cuobian.Matters.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters.Rules;

/// <summary>Reports over HTTP with rules in force: where they go, what they say, what is asked.</summary>
public sealed class RoutingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static object Lamp(string text = "小区东门那盏灯坏三天了", object? answers = null, string category = Ward.Lamp) => new { text, categoryCode = category, point = Ward.Point(), answers };

    [Fact]
    public async Task A_published_rule_decides_and_the_matter_says_which_one()
    {
        await using var ward = await Ward.Open();
        var before = await ward.Stored(await ward.Report(Lamp("井边路口坑洼", category: "0201")));
        Assert.Equal((MatterState.Dispatched, Ward.Lead), (before.State, before.LeadUnit));
        await ward.App.AddRule(("name", "井边的灯"), ("category", "02"), ("area", Ward.Grid[..12]), ("target", "Unit"), ("unit", Ward.OtherLead));
        await ward.App.Publish("rules");

        var after = await ward.Stored(await ward.Report(Lamp("新修的公园门口灯一直闪")));
        Assert.Equal((MatterState.Dispatched, Ward.OtherLead), (after.State, after.LeadUnit));
        Assert.Equal($"rule 1 v1: 02 in {Ward.Grid[..12]} → {Ward.OtherLead}", after.RoutedBecause);
        Assert.Equal(Ward.Lead, (await ward.Stored(new Ward.Told(before.Number, ""))).LeadUnit);
    }

    [Fact]
    public async Task A_rule_may_send_to_triage_and_one_without_its_unit_does_too()
    {
        await using var ward = await Ward.Open();
        await ward.App.AddRule(("name", "先看"), ("category", "02"), ("words", "学校\n医院"), ("target", "Triage"));
        await ward.App.AddRule(("name", "海事"), ("category", "02"), ("words", "码头"), ("target", "Department"), ("type", "HY"));
        await ward.App.Publish("rules");
        var school = await ward.Stored(await ward.Report(Lamp("学校门口没有灯")));
        Assert.Equal((MatterState.Triage, "rule 1 v1: 02 in * words → triage"), (school.State, school.RoutedBecause));
        var pier = await ward.Stored(await ward.Report(Lamp("码头栈桥护栏断了", category: "0206")));
        Assert.Equal("rule 2 v1: 02 in * words", pier.RoutedBecause!.Split(" → ")[0]);
        Assert.Equal(MatterState.Dispatched, (await ward.Stored(await ward.Report(Lamp("巷子里井盖没了", category: "0202")))).State);
    }

    [Fact]
    public async Task In_danger_a_person_looks_first_unless_a_rule_for_danger_says_otherwise()
    {
        await using var ward = await Ward.Open();
        await ward.App.AddRule(("name", "平常"), ("category", "02"), ("target", "Unit"), ("unit", Ward.OtherLead));
        await ward.App.Publish("rules");
        Assert.Equal("urgent", (await ward.Stored(await ward.Report(Lamp("灯杆着火了")))).RoutedBecause);
        await ward.App.AddRule(("name", "急"), ("category", "02"), ("danger", "yes"), ("target", "Unit"), ("unit", Ward.Lead));
        await ward.App.Settings(async (open, edit, _) => await edit.Move("rules", (await open.Run("rules", Ct))!.Stamp, "2", -1, Ct));
        await ward.App.Publish("rules");
        var sent = await ward.Stored(await ward.Report(Lamp("护栏边起火冒烟", category: "0206")));
        Assert.Equal((MatterState.Dispatched, Ward.Lead), (sent.State, sent.LeadUnit));
    }

    [Fact]
    public async Task A_dry_run_shows_what_would_change_and_changes_nothing()
    {
        await using var ward = await Ward.Open();
        var lamp = await ward.Report(Lamp("井边路口灯不亮"));
        await ward.Report();
        await ward.App.AddRule(("name", "明年起"), ("category", Ward.Lamp), ("from", "2031-01-01"), ("target", "Unit"), ("unit", Ward.OtherLead));
        var (today, then) = (await Try(ward, null), await Try(ward, new DateOnly(2031, 2, 1)));
        Assert.Equal((2, 0), (today.Tried, today.Changed));
        var line = Assert.Single(then.Lines);
        Assert.Equal((lamp.Number, Ward.Lead, Ward.OtherLead, null, 1), (line.Number, line.Before, line.After, line.RuleBefore, line.RuleAfter));
        Assert.Equal([new TrialMove(Ward.Lead, Ward.OtherLead, 1)], then.Moves);
        Assert.Equal(1, then.Fired[1]);
        Assert.Equal(Ward.Lead, (await ward.Stored(lamp)).LeadUnit);
    }

    [Fact]
    public async Task Answers_are_checked_stored_with_their_words_and_kept_when_the_questions_change()
    {
        await using var ward = await Ward.Open();
        var wrong = await Ward.Post(ward.Stranger, "", Lamp(answers: new Dictionary<string, string[]> { ["LAMP_EXTENT"] = ["all"], ["NOBODY_ASKED"] = ["x"] }));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var body = await wrong.Content.ReadAsStringAsync(Ct);
        Assert.Contains("answers.LAMP_EXTENT", body, StringComparison.Ordinal);
        Assert.Contains("answers.NOBODY_ASKED", body, StringComparison.Ordinal);

        var told = await ward.Report(Lamp(answers: new Dictionary<string, string[]> { ["LAMP_EXTENT"] = ["some"], ["LAMP_POLE"] = [" 017 "] }));
        await ward.App.Change("questions", "LAMP_EXTENT", ("zh", "坏了几盏"), ("required", "yes"));
        var stored = await ward.Stored(told);
        Assert.Equal([("灯杆上的编号", "017"), ("几盏灯不亮", "好几盏")], stored.FormAnswers!.Select(a => (a.Zh, a.ZhAnswer)));
        var missing = await Ward.Post(ward.Stranger, "", Lamp("另一处路灯也坏了"));
        Assert.Contains("answers.LAMP_EXTENT", await missing.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static async Task<Trial> Try(Ward ward, DateOnly? day) => (await ward.App.InScope(s => s.GetRequiredService<TryRules>().Run(100, day, Ct)))!;
}
