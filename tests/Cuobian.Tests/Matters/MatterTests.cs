using Cuobian.Kernel;
using Cuobian.Matters;

namespace Cuobian.Tests.Matters;

/// <summary>What a matter itself knows: clocks, verdicts, windows, tiers.</summary>
public sealed class MatterTests
{
    [Fact]
    public void Dispatching_starts_the_clocks_for_acceptance_and_for_the_work()
    {
        var matter = Some.Registered(Some.Lamp);
        matter.Route("3599-CG", "test", Some.Lamp, Some.System(Some.Monday));
        Assert.Equal(Some.Monday.AddHours(2), Clock(matter, ClockKind.Accept).DueAt);
        Assert.Equal(Some.Lamp.OrdinaryMinutes, Clock(matter, ClockKind.Handle).BudgetMinutes);
        Assert.Equal(Clock(matter, ClockKind.Accept).DueAt, matter.NextDueAt);
    }

    [Fact]
    public void A_verdict_is_frozen_when_its_clock_stops()
    {
        var matter = Some.In(MatterState.Dispatched);
        matter.Accept(Some.Act(Some.Monday.AddHours(9)));
        var accept = Clock(matter, ClockKind.Accept);
        Assert.True(accept.Late);
        var used = accept.UsedMinutes;
        matter.Submit(Outcome.Solved, Some.Lamp, Some.Act(Some.Monday.AddDays(3)));
        Assert.Equal((true, used), (accept.Late, accept.UsedMinutes));
    }

    [Fact]
    public void A_returned_matter_does_not_get_its_time_back()
    {
        var matter = Some.In(MatterState.Dispatched);
        var handle = Clock(matter, ClockKind.Handle);
        matter.Return(Some.Lamp, Some.Act(Some.Monday.AddHours(1)));
        Assert.True(handle.Runs);
        matter.Dispatch("3599-YL", Some.Lamp, Some.Act(Some.Monday.AddHours(2)));
        Assert.Same(handle, Clock(matter, ClockKind.Handle));
        Assert.Equal(2, matter.Clocks.Count(c => c.Kind == ClockKind.Accept));
    }

    [Fact]
    public void Nothing_is_returned_after_the_window()
    {
        var matter = Some.In(MatterState.Dispatched);
        Assert.Equal("matters.return_window_over", Assert.Throws<Refused>(() => matter.Return(Some.Lamp, Some.Act(Some.Monday.AddDays(1)))).Code);
    }

    [Fact]
    public void The_third_return_makes_it_a_key_matter()
    {
        var matter = Some.In(MatterState.Triage);
        for (var minute = 10; minute < 40; minute += 10)
        {
            matter.Dispatch("3599-CG", Some.Lamp, Some.Act(Some.Monday.AddMinutes(minute)));
            matter.Return(Some.Lamp, Some.Act(Some.Monday.AddMinutes(minute + 1)));
        }
        Assert.Equal(Tier.Key, matter.Tier);
    }

    [Fact]
    public void Failed_work_gets_the_remaining_time_and_some_more_and_fails_twice_into_the_key_tier()
    {
        var matter = Some.In(MatterState.Verifying);
        var first = Clock(matter, ClockKind.Handle);
        matter.Fail(Some.Lamp, Some.Act(Some.Monday.AddMinutes(10), Some.Verifier));
        var second = Clock(matter, ClockKind.Handle);
        Assert.Equal(first.BudgetMinutes - first.UsedMinutes + Some.Clockwork.Limits.Rework.Working, second.BudgetMinutes);
        Assert.Equal(Tier.Ordinary, matter.Tier);
        matter.Submit(Outcome.Solved, Some.Lamp, Some.Act(Some.Monday.AddMinutes(20)));
        matter.Fail(Some.Lamp, Some.Act(Some.Monday.AddMinutes(30), Some.Verifier));
        Assert.Equal(Tier.Key, matter.Tier);
    }

    [Fact]
    public void What_it_took_the_unit_and_what_it_took_the_people_are_two_figures()
    {
        var matter = Some.In(MatterState.Handling);
        var at = Some.Monday.AddMinutes(30);
        matter.Ask(Some.Request(RequestKind.Suspension), Some.Act(at));
        matter.Grant(Some.Lamp, Some.Act(at, Some.Verifier));
        matter.Resume(Some.Act(at.AddDays(1)));
        matter.Submit(Outcome.Solved, Some.Lamp, Some.Act(at.AddDays(1).AddMinutes(20)));
        matter.Pass(Some.Act(at.AddDays(1).AddMinutes(30), Some.Verifier));
        // Dispatched a minute after the report: 29 minutes before the pause and 20 after it.
        Assert.Equal((49, 1440 + 60), (matter.UnitMinutes!.Value, matter.CitizenMinutes!.Value));
    }

    [Fact]
    public void A_reporter_reopens_within_fifteen_days_and_twice_at_most()
    {
        var matter = Some.In(MatterState.Closed);
        Assert.Equal("matters.reopen_too_late", Assert.Throws<Refused>(() => matter.Reopen(Some.Lamp, Some.Reporter(Some.Monday.AddDays(16)))).Code);
        for (var day = 1; day <= 2; day++)
        {
            matter.Reopen(Some.Lamp, Some.Reporter(Some.Monday.AddDays(day)));
            Assert.Equal((MatterState.Dispatched, day == 1 ? Tier.Key : Tier.Hard), (matter.State, matter.Tier));
            CloseAgain(matter, Some.Monday.AddDays(day).AddHours(1));
        }
        Assert.Equal("matters.reopened_enough", Assert.Throws<Refused>(() => matter.Reopen(Some.Lamp, Some.Reporter(Some.Monday.AddDays(3)))).Code);
        matter.Reopen(Some.Lamp, Some.Act(Some.Monday.AddDays(100)));
        Assert.Equal(3, matter.Reopens);
    }

    [Fact]
    public void Discontent_goes_before_the_centre_and_silence_is_no_answer()
    {
        var contested = Some.In(MatterState.Review);
        Assert.Equal((MatterState.Review, false), (contested.State, contested.RatedSatisfied));
        Assert.Null(contested.ClosedAt);
        var silent = Some.In(MatterState.Feedback);
        silent.Lapse(Some.System(Some.Monday.AddDays(8)));
        Assert.Equal((MatterState.Closed, null), (silent.State, silent.RatedSatisfied));
    }

    [Fact]
    public void What_concerns_safety_cannot_be_withdrawn()
    {
        var matter = Some.In(MatterState.Triage, Some.Fire);
        Assert.Equal("matters.safety_goes_on", Assert.Throws<Refused>(() => matter.Withdraw(Some.Fire, Some.Reporter(Some.Monday))).Code);
    }

    [Fact]
    public void A_clock_that_reaches_into_an_unknown_year_has_no_due_time_instead_of_a_wrong_one()
    {
        var matter = Some.Registered(Some.Lamp, new DateTimeOffset(2026, 12, 31, 17, 0, 0, TimeSpan.FromHours(8)));
        matter.Route("3599-CG", "test", Some.Lamp, Some.System(matter.RegisteredAt));
        Assert.Null(Clock(matter, ClockKind.Accept).DueAt);
        Assert.Equal(MatterState.Dispatched, matter.State);
    }

    private static MatterClock Clock(Matter matter, ClockKind kind) => matter.Clocks.Last(c => c.Kind == kind);

    private static void CloseAgain(Matter matter, DateTimeOffset at)
    {
        matter.Accept(Some.Act(at));
        matter.Submit(Outcome.Solved, Some.Lamp, Some.Act(at));
        matter.Pass(Some.Act(at, Some.Verifier));
        matter.Rate(new Rating(true, true, true), Some.Lamp, Some.Reporter(at));
    }
}
