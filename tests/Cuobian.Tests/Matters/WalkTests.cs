using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;

namespace Cuobian.Tests.Matters;

/// <summary>Thousands of random lives of a matter; whatever is tried in whatever order, its books stay in balance.</summary>
public sealed class WalkTests
{
    private const int Walks = 2_500, Steps = 24;
    private static readonly Actor[] Staff = [Some.Handler, Some.Verifier, new(new Guid("00000000-0000-0000-0000-000000000003"), "陈工", "3599-CG", [])];

    [Fact]
    public void No_walk_breaks_the_invariants()
    {
        var done = new HashSet<MatterCommand>();
        for (var seed = 0; seed < Walks; seed++)
        {
            var random = new Random(seed);
            var at = Some.Monday.AddMinutes(random.Next(0, 400_000));
            var matter = Some.Registered(Some.Lamp, at);
            for (var step = 0; step < Steps; step++)
            {
                at = at.AddMinutes(random.Next(0, 4) == 0 ? random.Next(0, 12_000) : random.Next(0, 90));
                var rule = MatterRules.Table[random.Next(1, MatterRules.Table.Count)];
                var before = Picture(matter);
                try
                {
                    Give(matter, rule, random, at);
                    Check(matter, rule, before);
                    done.Add(matter.Entries[^1].Command);
                }
                catch (Refused no)
                {
                    Assert.StartsWith("matters.", no.Code, StringComparison.Ordinal);
                    Assert.Equal(before, Picture(matter));
                }
            }
        }
        Assert.Equal(Enum.GetValues<MatterCommand>().Except([MatterCommand.Register]), done.Order());
    }

    private static void Give(Matter matter, MatterRule rule, Random random, DateTimeOffset at)
    {
        var by = Staff[random.Next(Staff.Length)];
        if (rule.Who == Who.Other && !rule.Allows(by with { Grants = [new Grant(MattersPermissions.Verify, "")] }, matter.Facts(byReporter: false)))
            throw new Refused("matters.not_asked");
        var act = rule.Who switch
        {
            Who.System => Some.System(at),
            Who.Reporter => Some.Reporter(at),
            Who.ReporterOrStaff when random.Next(2) == 0 => Some.Reporter(at),
            _ => Some.Act(at, by),
        };
        MatterRulesTests.Verbs[rule.Command](matter, act);
    }

    private static void Check(Matter matter, MatterRule rule, (MatterState State, int Count, string) before)
    {
        var entry = matter.Entries[^1];
        Assert.Equal((before.Count + 1, before.Count + 1, rule.Command), (matter.EntryCount, entry.Seq, entry.Command));
        Assert.Equal((before.State, matter.State), (entry.From!.Value, entry.To));
        Assert.Equal(rule.To ?? before.State, matter.State);
        Assert.All(matter.Clocks.Where(c => c.Runs).GroupBy(c => c.Kind), kind => Assert.Single(kind));
        Assert.Equal(matter.Clocks.Where(c => c.Runs && c.Kind != ClockKind.Feedback).Min(c => c.DueAt), matter.NextDueAt);
        Assert.Equal(matter.State is MatterState.Closed or MatterState.Withdrawn, matter.ClosedAt is not null);
        if (matter.State is MatterState.Closed or MatterState.Withdrawn) Assert.DoesNotContain(matter.Clocks, c => c.Runs);
        if (entry.Command is MatterCommand.Pass or MatterCommand.Fail) Assert.NotEqual(matter.Handler, entry.By);
        Assert.All(matter.Clocks, c => Rebuild(matter, c));
    }

    /// <summary>A stopped clock's minutes are those between the entry that started it and the one that stopped it.</summary>
    private static void Rebuild(Matter matter, MatterClock clock)
    {
        Assert.Contains(matter.Entries, e => e.At == clock.StartedAt && (MatterRules.For(e.Command).Starts ?? []).Contains(clock.Kind));
        if (clock.StoppedAt is not { } stopped) return;
        var stop = matter.Entries.First(e => e.At == stopped && (MatterRules.For(e.Command).Stops ?? []).Contains(clock.Kind));
        Assert.Equal(Some.Clockwork.Minutes(clock.Pace, clock.StartedAt, stop.At), clock.UsedMinutes);
        Assert.Equal(stop.Command is MatterCommand.AcceptTimeout or MatterCommand.Lapse || (clock.DueAt is { } due ? stop.At > due : clock.UsedMinutes > clock.BudgetMinutes), clock.Late);
    }

    /// <summary>Everything a refused command must leave as it was.</summary>
    private static (MatterState, int, string) Picture(Matter m) => (m.State, m.EntryCount,
        $"{m.Tier} {m.Visibility} {m.CategoryCode} {m.Area} {m.LeadUnit} {m.Handler} {m.Outcome} {m.Answer} {m.RoutedBecause} {m.Returns} {m.Fails} {m.Reopens} {m.Supporters} {m.ClosedAt} {m.NextDueAt} {m.UpdatedAt} {m.Photos.Count} {m.Clocks.Count} {m.Clocks.Count(c => c.Runs)}");
}
