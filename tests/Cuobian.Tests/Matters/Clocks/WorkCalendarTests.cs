using Cuobian.Matters.Clocks;
using FsCheck;
using FsCheck.Fluent;
using static Cuobian.Tests.Matters.Clocks.SomeCalendar;

namespace Cuobian.Tests.Matters.Clocks;

/// <summary>Working minutes, checked by hand and by law.</summary>
public sealed class WorkCalendarTests
{
    private static readonly long FirstTick = At("2020-01-01 00:00").UtcTicks;
    private static readonly long LastTick = At("2026-12-31 23:59").UtcTicks;

    [Theory]
    [InlineData("2026-03-16 09:00", 60, "2026-03-16 10:00")]
    [InlineData("2026-03-16 11:30", 60, "2026-03-16 14:30")] // over lunch
    [InlineData("2026-03-16 11:00", 60, "2026-03-16 12:00")] // the earliest instant, not the end of lunch
    [InlineData("2026-03-16 12:30", 30, "2026-03-16 14:30")] // reported during lunch
    [InlineData("2026-03-16 06:00", 240, "2026-03-16 12:00")] // reported before the offices open
    [InlineData("2026-03-16 20:00", 480, "2026-03-17 18:00")] // reported in the evening
    [InlineData("2026-03-20 17:00", 120, "2026-03-23 09:00")] // over a weekend
    [InlineData("2026-02-13 17:00", 120, "2026-02-14 09:00")] // the Saturday before Spring Festival 2026 is worked
    [InlineData("2026-02-14 17:30", 60, "2026-02-24 08:30")] // and then nine days are off
    [InlineData("2026-02-27 18:00", 480, "2026-02-28 18:00")] // Saturday, worked in return
    [InlineData("2025-09-30 14:00", 480, "2025-10-09 12:00")] // National Day and Mid-Autumn together
    [InlineData("2026-03-21 10:00", 0, "2026-03-21 10:00")] // nothing to wait for, even on a Saturday
    public async Task Working_minutes_end_when_a_clerk_would_say(string start, int minutes, string due)
    {
        var calendar = await Real();
        Assert.Equal(At(due), calendar.Due(Pace.Working, At(start), minutes));
        Assert.Equal(minutes, calendar.Minutes(Pace.Working, At(start), At(due)));
    }

    [Theory]
    [InlineData("2026-03-16 08:00", "2026-03-16 18:00", 480)]
    [InlineData("2026-03-16 12:00", "2026-03-16 14:00", 0)]
    [InlineData("2026-03-16 00:00", "2026-03-23 00:00", 2400)]
    [InlineData("2026-02-15 00:00", "2026-02-24 08:00", 0)]
    [InlineData("2026-03-16 10:00", "2026-03-16 09:00", 0)]
    [InlineData("2025-12-31 17:00", "2026-01-04 09:00", 120)] // 4 January 2026 is a Sunday, and worked
    public async Task Elapsed_working_minutes_are_as_counted_by_hand(string from, string to, int minutes) =>
        Assert.Equal(minutes, (await Real()).Minutes(Pace.Working, At(from), At(to)));

    [Fact]
    public async Task A_started_minute_does_not_count() =>
        Assert.Equal(1, (await Real()).Minutes(Pace.Working, At("2026-03-16 11:58:01"), At("2026-03-16 14:00")));

    [Fact]
    public async Task A_continuous_clock_runs_at_night_and_in_unknown_years()
    {
        var calendar = await Real();
        Assert.Equal(At("2031-01-01 01:00"), calendar.Due(Pace.Continuous, At("2030-12-31 23:00"), 120));
        Assert.Equal(120, calendar.Minutes(Pace.Continuous, At("2030-12-31 23:00"), At("2031-01-01 01:00")));
    }

    [Fact]
    public async Task What_needs_an_unknown_year_is_unknown()
    {
        var calendar = await Real();
        Assert.Equal(At("2026-12-31 18:00"), calendar.Due(Pace.Working, At("2026-12-31 17:00"), 60));
        Assert.Null(calendar.Due(Pace.Working, At("2026-12-31 17:00"), 61));
        Assert.Null(calendar.Due(Pace.Working, At("2027-01-04 09:00"), 1));
        Assert.Null(calendar.Due(Pace.Working, At("2019-12-31 09:00"), 1));
        Assert.Null(calendar.Minutes(Pace.Working, At("2026-12-31 17:00"), At("2027-01-01 09:00")));
        Assert.Null(calendar.Minutes(Pace.Working, At("2019-12-31 17:00"), At("2020-01-03 09:00")));
        Assert.Null(calendar.Works(new DateOnly(2027, 1, 4)));
    }

    [Fact]
    public async Task A_gap_between_known_years_is_not_jumped_over()
    {
        var real = await Real();
        var days = Enumerable.Range(0, 366).Select(d => new DateOnly(2024, 1, 1).AddDays(d)).Where(d => real.Works(d) == false);
        var calendar = new WorkCalendar(OpeningHours.Default, [2024, 2026], days.Select(d => new Day(d, DayKind.Holiday, "")));
        Assert.Null(calendar.Due(Pace.Working, At("2024-12-31 17:00"), 61));
        Assert.Null(calendar.Minutes(Pace.Working, At("2024-12-31 17:00"), At("2026-01-05 09:00")));
    }

    [Fact]
    public void An_empty_calendar_knows_nothing()
    {
        var calendar = new WorkCalendar(OpeningHours.Default, [], []);
        Assert.Null(calendar.Due(Pace.Working, At("2026-03-16 09:00"), 1));
        Assert.Null(calendar.Minutes(Pace.Working, At("2026-03-16 09:00"), At("2026-03-16 10:00")));
    }

    [Fact]
    public async Task The_answer_does_not_depend_on_the_zone_of_the_question()
    {
        var calendar = await Real();
        var start = At("2026-03-16 07:30");
        Assert.Equal(calendar.Due(Pace.Working, start, 100), calendar.Due(Pace.Working, start.ToUniversalTime(), 100));
        Assert.Equal(TimeSpan.Zero, calendar.Due(Pace.Working, start.ToUniversalTime(), 100)!.Value.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12:00-08:00")]
    [InlineData("08:00-12:00 11:00-18:00")]
    [InlineData("8-12")]
    public void Opening_hours_out_of_order_are_refused(string hours) => Assert.Throws<FormatException>(() => OpeningHours.Parse(hours));

    [Fact]
    public async Task Due_and_elapsed_are_inverse_and_due_is_the_earliest()
    {
        var calendar = await Real();
        var cases = from start in Instants from minutes in Gen.Choose(0, 20_000) from pace in Gen.Elements(Pace.Working, Pace.Continuous) select (start, minutes, pace);
        Prop.ForAll(Arb.From(cases), c =>
        {
            if (calendar.Due(c.pace, c.start, c.minutes) is not { } due) return c.start.AddMinutes(c.minutes * 4 + 20_000).UtcTicks > LastTick;
            var inverse = calendar.Minutes(c.pace, c.start, due) == c.minutes;
            var earliest = c.minutes == 0 ? due == c.start : calendar.Minutes(c.pace, c.start, due.AddTicks(-1)) == c.minutes - 1;
            return inverse && earliest && due >= c.start;
        }).Check(Laws);
    }

    [Fact]
    public async Task Elapsed_time_grows_and_adds_up_to_a_minute()
    {
        var calendar = await Real();
        var cases = from a in Instants from b in Instants from c in Instants select new[] { a, b, c }.Order().ToArray();
        Prop.ForAll(Arb.From(cases), c =>
        {
            var (first, second, whole) = (Elapsed(c[0], c[1]), Elapsed(c[1], c[2]), Elapsed(c[0], c[2]));
            return whole >= first && whole >= second && whole - first - second is 0 or 1;
        }).Check(Laws);

        int Elapsed(DateTimeOffset from, DateTimeOffset to) => calendar.Minutes(Pace.Working, from, to)!.Value;
    }

    private static Config Laws => Config.QuickThrowOnFailure.WithMaxTest(5_000);

    private static Gen<DateTimeOffset> Instants =>
        from part in Gen.Choose(0, int.MaxValue)
        from ticks in Gen.Choose(0, 600_000_000)
        select new DateTimeOffset(FirstTick + (long)((LastTick - FirstTick - 600_000_000) * (part / (double)int.MaxValue)) + ticks, TimeSpan.Zero);
}
