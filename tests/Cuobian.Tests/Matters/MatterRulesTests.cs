using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;

namespace Cuobian.Tests.Matters;

/// <summary>The table of the process: complete, and the only thing that decides.</summary>
public sealed class MatterRulesTests
{
    private const string Area = "359902001001007";
    private const string Unit = "3599-CG";

    [Fact]
    public void Every_command_has_exactly_one_row() =>
        Assert.Equal(Enum.GetValues<MatterCommand>().Order(), MatterRules.Table.Select(r => r.Command).Order());

    [Fact]
    public void Every_state_can_be_reached_and_only_the_last_two_are_ends()
    {
        var reachable = MatterRules.Table.Where(r => r.To is not null).Select(r => r.To!.Value).Distinct().Order();
        Assert.Equal(Enum.GetValues<MatterState>().Order(), reachable);
        var left = MatterRules.Table.Where(r => r.To is not null || r.GoesBack).SelectMany(r => r.From.Where(f => f != r.To)).Distinct();
        Assert.Equal([MatterState.Withdrawn], Enum.GetValues<MatterState>().Except(left));
    }

    [Fact]
    public void Every_clock_that_a_row_starts_is_stopped_by_another()
    {
        var stopped = MatterRules.Table.SelectMany(r => r.Stops ?? []).ToHashSet();
        Assert.Subset(stopped, MatterRules.Table.SelectMany(r => r.Starts ?? []).ToHashSet());
    }

    /// <summary>Every cell of state × command: the verb either moves as the row says and writes one entry, or refuses with the stable code.</summary>
    [Fact]
    public void Every_cell_of_state_and_command_moves_as_its_row_says_or_is_refused()
    {
        foreach (var state in Enum.GetValues<MatterState>())
            foreach (var rule in MatterRules.Table.Where(r => r.Command != MatterCommand.Register))
            {
                var matter = Some.In(state);
                if (rule.From.Contains(state)) matter.At(rule.When, Some.Monday.AddMinutes(30));
                if (rule.Command == MatterCommand.LowerTier && rule.From.Contains(state)) matter.RaiseTierTo(Tier.Hard, Some.Act(Some.Monday.AddMinutes(30)));
                var before = matter.EntryCount;
                void Give() => Verbs[rule.Command](matter, rule.Who switch
                {
                    Who.System => Some.System(Some.Monday.AddHours(1)),
                    Who.Reporter or Who.ReporterOrStaff or Who.Anyone => Some.Reporter(Some.Monday.AddHours(1)),
                    _ => Some.Act(Some.Monday.AddHours(1), Some.Verifier),
                });
                if (rule.From.Contains(state))
                {
                    Give();
                    Assert.Equal(rule.GoesBack ? MatterState.Dispatched : rule.To ?? state, matter.State);
                    Assert.Equal(before + 1, matter.EntryCount);
                    Assert.Equal(rule.Command, matter.Entries[^1].Command);
                    Assert.All(rule.Starts ?? [], kind => Assert.Contains(matter.Clocks, c => c.Kind == kind && c.Runs));
                    Assert.All((rule.Stops ?? []).Except(rule.Starts ?? []), kind => Assert.DoesNotContain(matter.Clocks, c => c.Kind == kind && c.Runs));
                }
                else
                {
                    // To grant is one verb: without a request it cannot tell which row was meant.
                    var code = Assert.Throws<Refused>(Give).Code;
                    Assert.True(code == "matters.wrong_state" || (code == "matters.wrong_moment" && rule.Who == Who.Second), $"{rule.Command} in {state}: {code}");
                    Assert.Equal((state, before), (matter.State, matter.EntryCount));
                }
            }
    }

    /// <summary>Every cell of command × permission × place: a staff row opens to its own permission, in its area, for its unit, and to nothing else.</summary>
    [Fact]
    public void Every_staff_command_opens_only_to_its_permission_in_its_area_for_its_unit()
    {
        foreach (var rule in MatterRules.Table.Where(r => r.Permission is not null && r.Who != Who.Called))
            foreach (var permission in MattersPermissions.All)
                foreach (var (area, unit, inside) in new[] { (Area[..4], null, true), (Area, Unit, true), (Area[..9], "other", false), ("359902002", null, false) })
                {
                    var actor = new Actor(Guid.CreateVersion7(Some.Monday), "", "another unit", [new Grant(permission, area, unit)]);
                    // What the level above holds is not for those below it.
                    var high = rule.Who != Who.Above || area.Length < Area.Length;
                    Assert.Equal(permission == rule.Permission && inside && high, rule.Allows(actor, Facts(byReporter: false)));
                }
    }

    [Fact]
    public void Nobody_verifies_their_own_work_nor_that_of_their_unit()
    {
        var may = new Grant(MattersPermissions.Verify, "");
        var facts = Facts(byReporter: false) with { Handler = Some.Handler.Account, HandlerUnit = Unit };
        foreach (var command in new[] { MatterCommand.Pass, MatterCommand.Fail })
        {
            var rule = MatterRules.For(command);
            Assert.False(rule.Allows(Some.Handler with { Grants = [may] }, facts));
            Assert.False(rule.Allows(Some.Verifier with { Grants = [may], Unit = Unit }, facts));
            Assert.True(rule.Allows(Some.Verifier with { Grants = [may] }, facts));
        }
    }

    [Fact]
    public void The_reporters_commands_open_to_the_reporter_alone()
    {
        var all = new Actor(Guid.CreateVersion7(Some.Monday), "", null, [.. MattersPermissions.All.Select(p => new Grant(p, ""))]);
        foreach (var rule in MatterRules.Table.Where(r => r.Who == Who.Reporter))
        {
            Assert.True(rule.Allows(Actor.Anonymous, Facts(byReporter: true)));
            Assert.False(rule.Allows(Actor.Anonymous, Facts(byReporter: false)));
            Assert.False(rule.Allows(all, Facts(byReporter: false)));
        }
    }

    [Fact]
    public void What_the_system_does_nobody_else_can()
    {
        var all = new Actor(Guid.CreateVersion7(Some.Monday), "", null, [.. MattersPermissions.All.Select(p => new Grant(p, ""))]);
        foreach (var rule in MatterRules.Table.Where(r => r.Who == Who.System))
        {
            Assert.True(rule.Allows(Actor.System, Facts(byReporter: false)));
            Assert.False(rule.Allows(all, Facts(byReporter: true)));
        }
    }

    private static void Grant(Matter matter, RequestKind kind, Act act)
    {
        Assert.True(matter.Request is null || matter.Request.Kind == kind);
        matter.Grant(Some.Lamp, act);
    }

    private static MatterFacts Facts(bool byReporter) => new(MatterState.Dispatched, Visibility.Public, Area, Unit, null, null, byReporter) { LevelAbove = Area[..9] };

    /// <summary>How each command is given to a matter.</summary>
    internal static readonly Dictionary<MatterCommand, Action<Matter, Act>> Verbs = new()
    {
        [MatterCommand.Route] = (m, act) => m.Route("3599-CG", "test", Some.Lamp, act),
        [MatterCommand.SendToTriage] = (m, act) => m.SendToTriage("test", Some.Lamp, act),
        [MatterCommand.Classify] = (m, act) => m.Classify(Some.Lamp, null, act),
        [MatterCommand.Dispatch] = (m, act) => m.Dispatch("3599-CG", Some.Lamp, act),
        [MatterCommand.SelfHandle] = (m, act) => m.SelfHandle(Some.Lamp, act),
        [MatterCommand.Accept] = (m, act) => m.Accept(act),
        [MatterCommand.Return] = (m, act) => m.Return(Some.Lamp, act),
        [MatterCommand.AcceptTimeout] = (m, act) => m.AcceptTimeout(act),
        [MatterCommand.Submit] = (m, act) => m.Submit(Outcome.Solved, Some.Lamp, act),
        [MatterCommand.Pass] = (m, act) => m.Pass(act),
        [MatterCommand.Fail] = (m, act) => m.Fail(Some.Lamp, act),
        [MatterCommand.Rate] = (m, act) => m.Rate(new Rating(true, true, true), Some.Lamp, act),
        [MatterCommand.Contest] = (m, act) => m.Rate(new Rating(true, false, false), Some.Lamp, act),
        [MatterCommand.Lapse] = (m, act) => m.Lapse(act),
        [MatterCommand.Rework] = (m, act) => m.Rework(Some.Lamp, act),
        [MatterCommand.Uphold] = (m, act) => m.Uphold(act),
        [MatterCommand.Reopen] = (m, act) => m.Reopen(Some.Lamp, act),
        [MatterCommand.Withdraw] = (m, act) => m.Withdraw(Some.Lamp, act),
        [MatterCommand.Support] = (m, act) => m.Support(act),
        [MatterCommand.Comment] = (m, act) => m.Comment(act),
        [MatterCommand.Attach] = (m, act) => m.Attach([Guid.CreateVersion7(act.At)], PhotoStage.After, act),
        [MatterCommand.Urge] = (m, act) => m.Urge(act),
        [MatterCommand.RequestTransfer] = (m, act) => m.Ask(Some.Request(RequestKind.Transfer), act),
        [MatterCommand.GrantTransfer] = (m, act) => Grant(m, RequestKind.Transfer, act),
        [MatterCommand.RequestSuspension] = (m, act) => m.Ask(Some.Request(RequestKind.Suspension), act),
        [MatterCommand.GrantSuspension] = (m, act) => Grant(m, RequestKind.Suspension, act),
        [MatterCommand.RequestExtension] = (m, act) => m.Ask(Some.Request(RequestKind.Extension), act),
        [MatterCommand.GrantExtension] = (m, act) => Grant(m, RequestKind.Extension, act),
        [MatterCommand.RequestRejection] = (m, act) => m.Ask(Some.Request(RequestKind.Rejection), act),
        [MatterCommand.GrantRejection] = (m, act) => Grant(m, RequestKind.Rejection, act),
        [MatterCommand.DenyRequest] = (m, act) => m.Deny(act),
        [MatterCommand.Ask] = (m, act) => m.AskReporter(act),
        [MatterCommand.Reply] = (m, act) => m.Reply(act),
        [MatterCommand.Resume] = (m, act) => m.Resume(act),
        [MatterCommand.Appeal] = (m, act) => m.Appeal(Some.Lamp, act),
        [MatterCommand.Merge] = (m, act) => m.MergeInto(Some.In(MatterState.Handling), act),
        [MatterCommand.Unmerge] = (m, act) => m.Unmerge(Some.In(MatterState.Handling), act),
        [MatterCommand.Divert] = (m, act) => m.Divert(DivertTarget.Police110, null, act),
        [MatterCommand.TakeBack] = (m, act) => m.TakeBack(act),
        [MatterCommand.RaiseTier] = (m, act) => m.RaiseTierTo(Tier.Hard, act),
        [MatterCommand.LowerTier] = (m, act) => m.LowerTierTo(Tier.Ordinary, act),
        [MatterCommand.Whistle] = (m, act) => m.Whistle([("3599-XF", true)], act),
        [MatterCommand.CoAccept] = (m, act) => m.CoAccept("3599-YL", act),
        [MatterCommand.CoRefuse] = (m, act) => m.CoRefuse("3599-YL", act),
        [MatterCommand.CoFinish] = (m, act) => m.CoFinish("3599-YL", act),
        [MatterCommand.CoTimeout] = (m, act) => m.CoTimeout("3599-YL", act),
        [MatterCommand.Waive] = (m, act) => m.Waive("3599-YL", act),
        [MatterCommand.Split] = (m, act) => m.Split(Some.Parts, act),
        [MatterCommand.EndParts] = (m, act) => m.EndParts([Some.In(MatterState.Closed), Some.In(MatterState.Withdrawn)], act),
        [MatterCommand.Hide] = (m, act) => m.Hide(HideMatter.OfText, act),
        [MatterCommand.Restore] = (m, act) => m.Restore(HideMatter.OfText, act),
        [MatterCommand.Breach] = (m, act) => m.Breach(act),
        [MatterCommand.CallOut] = (m, act) => m.CallOut([Guid.CreateVersion7(act.At)], act),
        [MatterCommand.TakeCall] = (m, act) => m.TakeCall(act),
        [MatterCommand.Arrive] = (m, act) => m.Arrive(true, act),
        [MatterCommand.Warn] = (m, act) => m.Warn(ClockKind.Handle, act),
        [MatterCommand.Escalate] = (m, act) => m.Escalate(ClockKind.Handle, act),
        [MatterCommand.FormPanel] = (m, act) => m.FormPanel(["3599-YL"], act),
        [MatterCommand.Meet] = (m, act) => m.Meet(act),
        [MatterCommand.SetMilestone] = (m, act) => m.SetMilestone(act.At.AddDays(7), act),
        [MatterCommand.ReachMilestone] = (m, act) => m.ReachMilestone(1, act),
        [MatterCommand.Supervise] = (m, act) => m.Supervise(act),
    };
}
