using Cuobian.Kernel;
using Cuobian.Matters;

namespace Cuobian.Tests.Matters;

/// <summary>Requests of a second officer, pauses, merging and diversion: what they do to the clocks.</summary>
public sealed class MatterRequestsTests
{
    private static readonly DateTimeOffset Ten = Some.Monday.AddHours(1);

    [Fact]
    public void Nobody_grants_their_own_request()
    {
        var matter = Some.In(MatterState.Handling).At(When.SuspensionAsked, Ten);
        var facts = matter.Facts(byReporter: false);
        var rule = MatterRules.For(MatterCommand.GrantSuspension);
        var may = new Grant("matters.supervise", "");
        Assert.False(rule.Allows(Some.Handler with { Grants = [may] }, facts));
        Assert.True(rule.Allows(Some.Verifier with { Grants = [may] }, facts));
    }

    [Fact]
    public void A_pause_stops_the_clock_and_gives_back_exactly_what_was_left()
    {
        var matter = Some.In(MatterState.Handling).At(When.SuspensionAsked, Ten);
        var handle = Handle(matter);
        var due = handle.DueAt!.Value;
        matter.Grant(Some.Lamp, Some.Act(Ten, Some.Verifier));
        Assert.Null(matter.NextDueAt);
        matter.Resume(Some.Act(Ten.AddDays(2)));
        Assert.Equal(due.AddDays(2), handle.DueAt);
        matter.Submit(Outcome.Solved, Some.Lamp, Some.Act(Ten.AddDays(2).AddMinutes(30)));
        Assert.Equal(Some.Clockwork.Minutes(handle.Pace, handle.StartedAt, Ten) + 30, handle.UsedMinutes);
        Assert.False(handle.Late);
    }

    [Fact]
    public void Submitting_ends_a_pause_by_itself()
    {
        var matter = Some.In(MatterState.Handling).At(When.AskedReporter, Ten);
        matter.Submit(Outcome.Solved, Some.Lamp, Some.Act(Ten.AddDays(1)));
        Assert.Null(matter.Pause);
        Assert.Equal(Some.Clockwork.Minutes(Handle(matter).Pace, Handle(matter).StartedAt, Ten), Handle(matter).UsedMinutes);
    }

    [Fact]
    public void Nothing_is_suspended_or_extended_after_the_breach()
    {
        var matter = Some.In(MatterState.Handling);
        var late = Some.Act(Handle(matter).DueAt!.Value.AddMinutes(1));
        foreach (var kind in new[] { RequestKind.Suspension, RequestKind.Extension })
            Assert.Equal("matters.overdue_already", Assert.Throws<Refused>(() => matter.Ask(Some.Request(kind), late)).Code);
    }

    [Fact]
    public void Work_is_suspended_twice_and_no_more()
    {
        var matter = Some.In(MatterState.Handling);
        var at = Some.Monday.AddMinutes(10);
        for (var time = 0; time < 2; time++)
        {
            matter.Ask(Some.Request(RequestKind.Suspension), Some.Act(at));
            matter.Grant(Some.Lamp, Some.Act(at, Some.Verifier));
            matter.Resume(Some.Act(at.AddMinutes(1)));
        }
        Assert.Equal("matters.suspended_enough", Assert.Throws<Refused>(() => matter.Ask(Some.Request(RequestKind.Suspension), Some.Act(at.AddMinutes(2)))).Code);
    }

    [Fact]
    public void An_extension_is_granted_once()
    {
        var matter = Some.In(MatterState.Handling).At(When.ExtensionAsked, Ten);
        var budget = Handle(matter).BudgetMinutes;
        matter.Grant(Some.Lamp, Some.Act(Ten, Some.Verifier));
        Assert.Equal(budget + 120, Handle(matter).BudgetMinutes);
        Assert.Equal("matters.extended_already", Assert.Throws<Refused>(() => matter.Ask(Some.Request(RequestKind.Extension), Some.Act(Ten))).Code);
    }

    [Fact]
    public void A_transfer_keeps_the_budget()
    {
        var matter = Some.In(MatterState.Handling).At(When.TransferAsked, Ten);
        var handle = Handle(matter);
        matter.Grant(Some.Lamp, Some.Act(Ten, Some.Verifier));
        Assert.Equal(("3599-YL", MatterState.Dispatched, 1), (matter.LeadUnit, matter.State, matter.Transfers));
        Assert.Same(handle, Handle(matter));
        Assert.True(handle.Runs);
    }

    [Fact]
    public void One_request_waits_at_a_time_and_a_denied_one_is_gone()
    {
        var matter = Some.In(MatterState.Handling).At(When.ExtensionAsked, Ten);
        Assert.Equal("matters.wrong_moment", Assert.Throws<Refused>(() => matter.Ask(Some.Request(RequestKind.Transfer), Some.Act(Ten))).Code);
        matter.Deny(Some.Act(Ten, Some.Verifier));
        Assert.Null(matter.Request);
    }

    [Fact]
    public void What_is_merged_or_diverted_comes_back_where_it_stood_with_the_time_that_was_left()
    {
        foreach (var state in new[] { MatterState.Triage, MatterState.Dispatched, MatterState.Handling })
        {
            var (matter, root) = (Some.In(state), Some.In(MatterState.Handling));
            var left = matter.Clocks.Where(c => c.Runs).Select(c => c.Left(Ten, Some.Clockwork)).ToList();
            matter.MergeInto(root, Some.Act(Ten));
            matter.Unmerge(root, Some.Act(Ten.AddDays(3)));
            Assert.Equal(state, matter.State);
            matter.Divert(DivertTarget.Court, "2026-1", Some.Act(Ten.AddDays(3)));
            matter.TakeBack(Some.Act(Ten.AddDays(30)));
            Assert.Equal(state, matter.State);
            Assert.Equal(left, matter.Clocks.Where(c => c.Runs).Select(c => c.Left(Ten.AddDays(30), Some.Clockwork)));
        }
    }

    [Fact]
    public void Nothing_is_merged_into_itself_into_a_part_or_into_something_ended()
    {
        var (matter, merged, closed) = (Some.In(MatterState.Handling), Some.In(MatterState.Merged), Some.In(MatterState.Closed));
        foreach (var bad in new[] { matter, merged, closed })
            Assert.Equal("matters.bad_root", Assert.Throws<Refused>(() => matter.MergeInto(bad, Some.Act(Ten))).Code);
    }

    [Fact]
    public void A_rejection_can_be_appealed_once()
    {
        var matter = Some.In(MatterState.Rejected);
        matter.Appeal(Some.Lamp, Some.Reporter(Ten));
        Assert.Equal(MatterState.Triage, matter.State);
        matter.At(When.RejectionAsked, Ten).Grant(Some.Lamp, Some.Act(Ten, Some.Verifier));
        Assert.Equal("matters.appealed_already", Assert.Throws<Refused>(() => matter.Appeal(Some.Lamp, Some.Reporter(Ten))).Code);
    }

    private static MatterClock Handle(Matter matter) => matter.Clocks.Last(c => c.Kind == ClockKind.Handle);
}

/// <summary>Joint handling: who must come, who answers, and when the lead may hand in.</summary>
public sealed class JointMatterTests
{
    private static readonly DateTimeOffset Ten = Some.Monday.AddHours(1);

    [Fact]
    public void The_lead_hands_in_only_when_the_mandatory_units_are_done_or_waived()
    {
        var matter = Some.In(MatterState.Handling);
        matter.Whistle([("3599-XF", true), ("3599-GA", true), ("3599-YL", false)], Some.Act(Ten, Some.Verifier));
        Assert.Equal("matters.co_open", Assert.Throws<Refused>(() => matter.Submit(Outcome.Solved, Some.Lamp, Some.Act(Ten))).Code);
        matter.CoAccept("3599-XF", Some.Act(Ten));
        matter.CoFinish("3599-XF", Some.Act(Ten));
        matter.CoRefuse("3599-GA", Some.Act(Ten));
        Assert.Equal((Tier.Key, true), (matter.Tier, matter.Supervised));
        Assert.Throws<Refused>(() => matter.Submit(Outcome.Solved, Some.Lamp, Some.Act(Ten)));
        matter.Waive("3599-GA", Some.Act(Ten, Some.Verifier));
        matter.Submit(Outcome.Solved, Some.Lamp, Some.Act(Ten));
        Assert.Equal(MatterState.Verifying, matter.State);
    }

    [Fact]
    public void A_called_unit_answers_for_itself_alone_and_its_lateness_is_frozen()
    {
        var matter = Some.In(MatterState.Handling);
        matter.Whistle([("3599-XF", true)], Some.Act(Ten, Some.Verifier));
        Assert.Equal("matters.not_called", Assert.Throws<Refused>(() => matter.CoAccept("3599-YL", Some.Act(Ten))).Code);
        matter.CoAccept("3599-XF", Some.Act(Ten.AddDays(1)));
        Assert.True(matter.Co[0].Late);
    }

    [Fact]
    public void A_unit_that_has_answered_is_not_asked_again_while_another_is()
    {
        var matter = Some.In(MatterState.Handling).At(When.CoAccepted, Ten);
        matter.Whistle([("3599-XF", true)], Some.Act(Ten, Some.Verifier));
        IEnumerable<MatterCommand> Buttons(string unit) => MatterRules.Legal(Some.Handler with { Grants = [new Grant("matters.handle", "3599", unit)] }, matter.Facts(byReporter: false)).Where(r => r.Who == Who.Called).Select(r => r.Command);
        Assert.Equal([MatterCommand.CoFinish], Buttons("3599-YL"));
        Assert.Equal([MatterCommand.CoAccept, MatterCommand.CoRefuse], Buttons("3599-XF"));
    }

    [Fact]
    public void Only_staff_of_a_called_unit_may_answer()
    {
        var facts = Some.In(MatterState.Handling).At(When.CoCalled, Ten).Facts(byReporter: false);
        var rule = MatterRules.For(MatterCommand.CoAccept);
        Assert.True(rule.Allows(Some.Handler with { Grants = [new Grant("matters.handle", "3599", "3599-YL")] }, facts));
        Assert.False(rule.Allows(Some.Handler with { Grants = [new Grant("matters.handle", "3599", "3599-CG")] }, facts));
        Assert.False(rule.Allows(Some.Handler with { Grants = [new Grant("matters.handle", "3598", "3599-YL")] }, facts));
    }
}
