using Cuobian.Matters;
using Cuobian.Matters.Clocks;

namespace Cuobian.Tests.Matters;

/// <summary>Faults that another product's clocks had or have, by the number of its report; ours do not.</summary>
public sealed class ClockFaultTests
{
    private static readonly DateTimeOffset Ten = Some.Monday.AddHours(1);

    [Fact]
    public void Zammad_4777_a_second_close_is_measured_like_the_first()
    {
        var matter = Some.In(MatterState.Closed);
        matter.Reopen(Some.Lamp, Some.Reporter(Ten));
        matter.Accept(Some.Act(Ten.AddMinutes(5)));
        matter.Submit(Outcome.Solved, Some.Lamp, Some.Act(Ten.AddMinutes(20)));
        var runs = matter.Clocks.Where(c => c.Kind == ClockKind.Handle).OrderBy(c => c.StartedAt).ToList();
        Assert.Equal((2, 20, false), (runs.Count, runs[1].UsedMinutes!.Value, runs[1].Late!.Value));
        Assert.NotNull(runs[0].UsedMinutes);
    }

    [Fact]
    public void Zammad_5177_one_clock_never_overrides_the_due_time_of_another()
    {
        var matter = Some.In(MatterState.Dispatched);
        var accept = matter.Clocks.Single(c => c.Kind == ClockKind.Accept).DueAt;
        matter.Comment(Some.Act(Ten));
        matter.Supervise(Some.Act(Ten));
        Assert.Equal((accept, accept), (matter.Clocks.Single(c => c.Kind == ClockKind.Accept).DueAt, matter.NextDueAt));
    }

    [Fact]
    public void Zammad_4353_nothing_stays_overdue_once_its_clock_is_gone()
    {
        var matter = Some.In(MatterState.Handling);
        var due = matter.NextDueAt!.Value;
        matter.Breach(Some.System(due));
        matter.Withdraw(Some.Lamp, Some.Reporter(due.AddHours(1)));
        Assert.Equal((null, 0), (matter.NextDueAt, matter.Clocks.Count(c => c.Runs)));
    }

    [Fact]
    public void Zammad_904_what_is_merged_is_not_escalated()
    {
        var matter = Some.In(MatterState.Merged);
        Assert.Null(matter.NextDueAt);
        Assert.All(matter.Clocks.Where(c => c.Runs), clock => Assert.NotNull(clock.PausedAt));
        foreach (var command in new[] { MatterCommand.Warn, MatterCommand.Breach, MatterCommand.Escalate })
            Assert.DoesNotContain(MatterState.Merged, MatterRules.For(command).From);
    }

    [Fact]
    public void Zammad_1322_a_note_neither_restarts_nor_stops_a_clock()
    {
        var matter = Some.In(MatterState.Handling);
        var before = matter.Clocks.Select(c => (c.Kind, c.DueAt, c.Runs, Left: c.Left(Ten, Some.Clockwork))).ToList();
        matter.Comment(Some.Act(Ten));
        matter.Comment(Some.Reporter(Ten));
        Assert.Equal(before, matter.Clocks.Select(c => (c.Kind, c.DueAt, c.Runs, Left: c.Left(Ten, Some.Clockwork))));
    }

    [Fact]
    public void Zammad_4432_nobody_is_reminded_at_midnight()
    {
        var random = new Random(4432);
        for (var i = 0; i < 2_000; i++)
        {
            var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)).AddMinutes(random.Next(300 * 1440));
            var clock = new MatterClock { Id = Guid.CreateVersion7(start), MatterId = Guid.Empty, Kind = ClockKind.Handle, Pace = Pace.Working, BudgetMinutes = random.Next(1, 4_000), StartedAt = start };
            clock.Reckon(Some.Clockwork);
            clock.Pause(start, Some.Clockwork);
            clock.Resume(start.AddMinutes(random.Next(10_000)), Some.Clockwork);
            if (clock.WarnAt(Some.Clockwork) is not { } warn) continue;
            // A minute before the warning the clock was counting: it is a minute that is worked.
            Assert.Equal(1, Some.Clockwork.Minutes(Pace.Working, warn.AddMinutes(-1), warn));
            Assert.InRange(warn.ToOffset(WorkCalendar.Zone).Hour, 8, 18);
        }
    }

    [Fact]
    public void The_handler_is_warned_once_of_each_due_time()
    {
        var matter = Some.In(MatterState.Handling);
        var clock = matter.Clocks.Single(c => c.Kind == ClockKind.Handle);
        var (warn, due) = (clock.WarnAt(Some.Clockwork)!.Value, clock.DueAt!.Value);
        Assert.False(matter.IsToWarn(clock, Some.System(warn.AddSeconds(-1))));
        Assert.True(matter.IsToWarn(clock, Some.System(warn)));
        matter.Warn(ClockKind.Handle, Some.System(warn));
        Assert.False(matter.IsToWarn(clock, Some.System(due.AddSeconds(-1))));
        matter.Ask(Some.Request(RequestKind.Extension), Some.Act(warn));
        matter.Grant(Some.Lamp, Some.Act(warn, Some.Verifier));
        Assert.True(matter.IsToWarn(clock, Some.System(clock.WarnAt(Some.Clockwork)!.Value)));
    }

    [Fact]
    public async Task A_warning_a_breach_and_the_level_above_come_one_after_the_other_and_each_once()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Handling);
        var clock = (await ward.Stored(told)).Clocks.Single(c => c.Kind == ClockKind.Handle);
        async Task<string> At(DateTimeOffset instant)
        {
            ward.App.Clock.Set(instant);
            while (await ward.App.DeliverDue() > 0) { }
            return string.Join(' ', (await ward.Stored(told)).Entries.OrderBy(e => e.Seq).Where(e => e.Part == Part.System && e.At > clock.StartedAt).Select(e => e.Command));
        }
        var warn = clock.WarnAt(Some.Clockwork)!.Value;
        Assert.Equal("", await At(warn.AddSeconds(-1)));
        Assert.Equal("Warn", await At(warn));
        Assert.Equal("Warn Breach", await At(clock.DueAt!.Value));
        var later = Some.Clockwork.Due(clock.Pace, clock.DueAt.Value, Some.Clockwork.Limits.Escalate.On(clock.Pace))!.Value;
        Assert.Equal("Warn Breach", await At(later.AddSeconds(-1)));
        Assert.Equal("Warn Breach Escalate", await At(later));
        Assert.Equal("Warn Breach Escalate", await At(later.AddDays(10)));
        Assert.True((await ward.Stored(told)).Supervised);
    }

    [Fact]
    public void A_pause_in_a_year_without_calendar_is_refused_and_a_pause_into_one_costs_nothing()
    {
        var matter = Some.In(MatterState.Handling);
        var clock = matter.Clocks.Single(c => c.Kind == ClockKind.Handle);
        var left = clock.Left(Ten, Some.Clockwork);
        matter.AskReporter(Some.Act(Ten));
        matter.Resume(Some.Act(Ten.AddYears(1)));
        // Nobody knows the working days of 2027 yet: no due time, but not one minute was lost or won.
        Assert.Null(clock.DueAt);
        Assert.Equal(left, clock.BudgetMinutes - clock.UsedBefore);
        Assert.Equal("matters.calendar_missing", Assert.Throws<Cuobian.Kernel.Refused>(() => matter.AskReporter(Some.Act(Ten.AddYears(1).AddDays(1)))).Code);
        Assert.Null(matter.Pause);
    }

    [Fact]
    public void Ten_people_a_dangerous_kind_or_a_second_reopening_raise_the_tier()
    {
        var matter = Some.In(MatterState.Handling);
        for (var i = 0; i < 9; i++) matter.Support(Some.Reporter(Ten));
        Assert.Equal(Tier.Ordinary, matter.Tier);
        matter.Support(Some.Reporter(Ten));
        Assert.Equal(Tier.Key, matter.Tier);
        Assert.Equal(Tier.Key, Some.In(MatterState.Handling, Some.Fire).Tier);
        var closed = Some.In(MatterState.Closed);
        closed.Reopen(Some.Lamp, Some.Reporter(Ten));
        Assert.Equal(Tier.Key, closed.Tier);
    }

    [Fact]
    public void A_transfer_goes_to_a_unit_that_has_nothing_to_do_with_it_yet()
    {
        var matter = Some.In(MatterState.Handling);
        MatterRequest To(string unit) => Some.Request(RequestKind.Transfer) with { Unit = unit };
        Assert.Equal("matters.same_unit", Assert.Throws<Cuobian.Kernel.Refused>(() => matter.Ask(To("3599-CG"), Some.Act(Ten))).Code);
        matter.Whistle([("3599-XF", false)], Some.Act(Ten));
        Assert.Equal("matters.called_already", Assert.Throws<Cuobian.Kernel.Refused>(() => matter.Ask(To("3599-XF"), Some.Act(Ten))).Code);
        matter.Ask(To("3599-YL"), Some.Act(Ten));
        matter.Whistle([("3599-YL", false)], Some.Act(Ten));
        Assert.Equal("matters.called_already", Assert.Throws<Cuobian.Kernel.Refused>(() => matter.Grant(Some.Lamp, Some.Act(Ten, Some.Verifier))).Code);
    }
}
