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
                void Give() => Verbs[rule.Command](matter, Some.Monday.AddHours(1));
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
                    Assert.Equal(permission == rule.Permission && inside, rule.Allows(actor, Facts(byReporter: false)));
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

    private static void Grant(Matter matter, RequestKind kind, DateTimeOffset at)
    {
        Assert.True(matter.Request is null || matter.Request.Kind == kind);
        matter.Grant(Some.Lamp, Some.Act(at, Some.Verifier));
    }

    private static MatterFacts Facts(bool byReporter) => new(MatterState.Dispatched, Visibility.Public, Area, Unit, null, null, byReporter);

    private static readonly Dictionary<MatterCommand, Action<Matter, DateTimeOffset>> Verbs = new()
    {
        [MatterCommand.Route] = (m, at) => m.Route("3599-CG", "test", Some.Lamp, Some.System(at)),
        [MatterCommand.SendToTriage] = (m, at) => m.SendToTriage("test", Some.Lamp, Some.System(at)),
        [MatterCommand.Classify] = (m, at) => m.Classify(Some.Lamp, null, Some.Act(at)),
        [MatterCommand.Dispatch] = (m, at) => m.Dispatch("3599-CG", Some.Lamp, Some.Act(at)),
        [MatterCommand.SelfHandle] = (m, at) => m.SelfHandle(Some.Lamp, Some.Act(at)),
        [MatterCommand.Accept] = (m, at) => m.Accept(Some.Act(at)),
        [MatterCommand.Return] = (m, at) => m.Return(Some.Lamp, Some.Act(at)),
        [MatterCommand.AcceptTimeout] = (m, at) => m.AcceptTimeout(Some.System(at)),
        [MatterCommand.Submit] = (m, at) => m.Submit(Outcome.Solved, Some.Lamp, Some.Act(at)),
        [MatterCommand.Pass] = (m, at) => m.Pass(Some.Act(at, Some.Verifier)),
        [MatterCommand.Fail] = (m, at) => m.Fail(Some.Lamp, Some.Act(at, Some.Verifier)),
        [MatterCommand.Rate] = (m, at) => m.Rate(new Rating(true, true, true), Some.Lamp, Some.Reporter(at)),
        [MatterCommand.Contest] = (m, at) => m.Rate(new Rating(true, false, false), Some.Lamp, Some.Reporter(at)),
        [MatterCommand.Lapse] = (m, at) => m.Lapse(Some.System(at)),
        [MatterCommand.Rework] = (m, at) => m.Rework(Some.Lamp, Some.Act(at)),
        [MatterCommand.Uphold] = (m, at) => m.Uphold(Some.Act(at)),
        [MatterCommand.Reopen] = (m, at) => m.Reopen(Some.Lamp, Some.Reporter(at)),
        [MatterCommand.Withdraw] = (m, at) => m.Withdraw(Some.Lamp, Some.Reporter(at)),
        [MatterCommand.Support] = (m, at) => m.Support(Some.Reporter(at)),
        [MatterCommand.Comment] = (m, at) => m.Comment(Some.Act(at)),
        [MatterCommand.Attach] = (m, at) => m.Attach([Guid.CreateVersion7(at)], PhotoStage.After, Some.Act(at)),
        [MatterCommand.RequestTransfer] = (m, at) => m.Ask(Some.Request(RequestKind.Transfer), Some.Act(at)),
        [MatterCommand.GrantTransfer] = (m, at) => Grant(m, RequestKind.Transfer, at),
        [MatterCommand.RequestSuspension] = (m, at) => m.Ask(Some.Request(RequestKind.Suspension), Some.Act(at)),
        [MatterCommand.GrantSuspension] = (m, at) => Grant(m, RequestKind.Suspension, at),
        [MatterCommand.RequestExtension] = (m, at) => m.Ask(Some.Request(RequestKind.Extension), Some.Act(at)),
        [MatterCommand.GrantExtension] = (m, at) => Grant(m, RequestKind.Extension, at),
        [MatterCommand.RequestRejection] = (m, at) => m.Ask(Some.Request(RequestKind.Rejection), Some.Act(at)),
        [MatterCommand.GrantRejection] = (m, at) => Grant(m, RequestKind.Rejection, at),
        [MatterCommand.DenyRequest] = (m, at) => m.Deny(Some.Act(at, Some.Verifier)),
        [MatterCommand.Ask] = (m, at) => m.AskReporter(Some.Act(at)),
        [MatterCommand.Reply] = (m, at) => m.Reply(Some.Reporter(at)),
        [MatterCommand.Resume] = (m, at) => m.Resume(Some.Act(at)),
        [MatterCommand.Appeal] = (m, at) => m.Appeal(Some.Lamp, Some.Reporter(at)),
        [MatterCommand.Merge] = (m, at) => m.MergeInto(Some.In(MatterState.Handling), Some.Act(at)),
        [MatterCommand.Unmerge] = (m, at) => m.Unmerge(Some.In(MatterState.Handling), Some.Act(at)),
        [MatterCommand.Divert] = (m, at) => m.Divert(DivertTarget.Police110, null, Some.Act(at)),
        [MatterCommand.TakeBack] = (m, at) => m.TakeBack(Some.Act(at)),
        [MatterCommand.RaiseTier] = (m, at) => m.RaiseTierTo(Tier.Hard, Some.Act(at)),
        [MatterCommand.LowerTier] = (m, at) => m.LowerTierTo(Tier.Ordinary, Some.Act(at)),
        [MatterCommand.Whistle] = (m, at) => m.Whistle([("3599-XF", true)], Some.Act(at)),
        [MatterCommand.CoAccept] = (m, at) => m.CoAccept("3599-YL", Some.Act(at)),
        [MatterCommand.CoRefuse] = (m, at) => m.CoRefuse("3599-YL", Some.Act(at)),
        [MatterCommand.CoFinish] = (m, at) => m.CoFinish("3599-YL", Some.Act(at)),
        [MatterCommand.Waive] = (m, at) => m.Waive("3599-YL", Some.Act(at)),
        [MatterCommand.Breach] = (m, at) => m.Breach(Some.System(at)),
        [MatterCommand.Supervise] = (m, at) => m.Supervise(Some.Act(at)),
        [MatterCommand.Urge] = (m, at) => m.Urge(Some.Reporter(at)),
    };
}
