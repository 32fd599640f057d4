using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;

namespace Cuobian.Tests.Matters;

/// <summary>Ten thousand random lives of a matter; whatever is tried in whatever order, its books stay in balance.</summary>
public sealed class WalkTests
{
    private const int Walks = 10_000, Long = 90, Short = 8;
    private static readonly Grant[] May = [.. MattersPermissions.All.Select(p => new Grant(p, ""))];
    private static readonly Actor[] Staff = [.. new[] { Some.Handler, Some.Verifier, new Actor(new Guid("00000000-0000-0000-0000-000000000003"), "陈工", "3599-CG", []) }.Select(a => a with { Grants = May })];

    [Fact]
    public void No_walk_breaks_the_invariants()
    {
        var done = new HashSet<MatterCommand>();
        for (var seed = 0; seed < Walks; seed++)
        {
            var random = new Random(seed);
            var at = Some.Monday.AddMinutes(random.Next(0, 400_000));
            var town = new List<Matter> { Some.Registered(Some.Lamp, at), Some.Registered(Some.Lamp, at), Some.Registered(Some.Lamp, at) };
            for (var step = 0; step < (seed % 10 == 0 ? Long : Short); step++)
            {
                at = at.AddMinutes(random.Next(0, 4) == 0 ? random.Next(0, 12_000) : random.Next(0, 90));
                var matter = town[random.Next(town.Count)];
                matter.HasOpenParts = town.Exists(m => m.SplitFrom == matter.Id && !MatterRules.Ended.Contains(m.State));
                var rule = Choose(matter, random);
                var before = Picture(matter);
                var (facts, tier, back) = (matter.Facts(byReporter: false), matter.Tier, matter.StateBefore);
                try
                {
                    Give(matter, rule, random, at, town);
                    Check(matter, rule, before, back);
                    Assert.True(rule.Command == MatterCommand.LowerTier ? matter.Tier < tier : matter.Tier >= tier);
                    if (rule.Who == Who.Second) Assert.NotEqual(facts.AskedBy, matter.Entries[^1].By);
                    CheckMerges(town);
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

    /// <summary>Mostly something that could be done now, so that walks get far; sometimes anything.</summary>
    private static MatterRule Choose(Matter matter, Random random)
    {
        var facts = matter.Facts(byReporter: true);
        var likely = MatterRules.Table.Where(r => r.From.Contains(matter.State) && r.IsMoment(facts)).ToList();
        // What was asked for is decided soon, or walks would hardly ever see it.
        if (likely.Where(r => r.Who == Who.Second).ToList() is { Count: > 0 } decisions && random.Next(3) == 0) return decisions[random.Next(decisions.Count)];
        return random.Next(4) > 0 ? likely[random.Next(likely.Count)] : MatterRules.Table[random.Next(1, MatterRules.Table.Count)];
    }

    private static void Give(Matter matter, MatterRule rule, Random random, DateTimeOffset at, List<Matter> town)
    {
        var by = Staff[random.Next(Staff.Length)];
        var facts = matter.Facts(byReporter: false);
        if (rule.Who is Who.Other or Who.Second && !rule.Allows(by, facts)) throw new Refused("matters.not_asked");
        // To grant is one verb: it must be the row that was asked for.
        if (rule.Command.ToString().StartsWith("Grant", StringComparison.Ordinal) && facts.Asked is not null && !rule.IsMoment(facts)) throw new Refused("matters.not_asked");
        var act = rule.Who switch
        {
            Who.System => Some.System(at),
            Who.Reporter => Some.Reporter(at),
            Who.ReporterOrStaff when random.Next(2) == 0 => Some.Reporter(at),
            _ => Some.Act(at, by),
        };
        switch (rule.Command)
        {
            case MatterCommand.Merge:
                matter.MergeInto(town[random.Next(town.Count)], act, town.Where(m => m.MergedInto == matter.Id));
                break;
            case MatterCommand.Unmerge:
                matter.Unmerge(town.SingleOrDefault(m => m.Id == matter.MergedInto) ?? matter, act);
                break;
            case MatterCommand.Split:
                // A town that grows for ever would hide its own rare moments.
                if (town.Count > 6) throw new Refused("matters.not_asked");
                town.AddRange(matter.Split(Some.Parts, act));
                break;
            case MatterCommand.EndParts:
                var parts = town.Where(m => m.SplitFrom == matter.Id).ToList();
                if (MatterRules.For(rule.Command).From.Contains(matter.State)) foreach (var part in parts) Finish(part, at);
                matter.HasOpenParts = parts.Exists(p => !MatterRules.Ended.Contains(p.State));
                matter.EndParts(parts, act);
                break;
            case MatterCommand.ReachMilestone:
                matter.ReachMilestone(1 + (matter.Panel?.Milestones.Count(m => m.ReachedAt is not null) ?? 0), act);
                break;
            case MatterCommand.Whistle:
                matter.Whistle([("3599-YL", random.Next(2) == 0)], act);
                break;
            default:
                MatterRulesTests.Verbs[rule.Command](matter, act);
                break;
        }
    }

    /// <summary>Brings a part to its end by the straight way, which no walk would find often enough.</summary>
    private static void Finish(Matter part, DateTimeOffset at)
    {
        if (part.State == MatterState.Triage) part.Dispatch("3599-CG", Some.Lamp, Some.Act(at));
        if (part.State == MatterState.Dispatched) part.Accept(Some.Act(at));
        if (part.State == MatterState.Handling) part.Submit(Outcome.Solved, Some.Lamp, Some.Act(at));
        if (part.State == MatterState.Verifying) part.Pass(Some.Act(at, Some.Verifier));
        if (part.State == MatterState.Feedback) part.Lapse(Some.System(at));
    }

    private static void Check(Matter matter, MatterRule rule, (MatterState State, int Count, string) before, MatterState? back)
    {
        var entry = matter.Entries[^1];
        Assert.Equal((before.Count + 1, before.Count + 1, rule.Command), (matter.EntryCount, entry.Seq, entry.Command));
        Assert.Equal((before.State, matter.State), (entry.From!.Value, entry.To));
        Assert.Equal(rule.GoesBack ? back : rule.To ?? before.State, matter.State);
        Assert.All(matter.Clocks.Where(c => c.Runs).GroupBy(c => c.Kind), kind => Assert.Single(kind));
        Assert.Equal(matter.Clocks.Where(c => c.Runs && c.PausedAt is null && c.Kind is not (ClockKind.Feedback or ClockKind.Panel)).Min(c => c.DueAt), matter.NextDueAt);
        var ended = matter.State is MatterState.Closed or MatterState.Withdrawn or MatterState.Rejected;
        Assert.Equal(ended, matter.ClosedAt is not null);
        if (ended) Assert.DoesNotContain(matter.Clocks, c => c.Runs);
        Assert.Equal(matter.State is MatterState.Merged or MatterState.Diverted, matter.StateBefore is not null);
        if (matter.StateBefore is not null) Assert.All(matter.Clocks.Where(c => c.Runs), c => Assert.NotNull(c.PausedAt));
        else Assert.Equal(matter.Pause is not null, matter.Clocks.Any(c => c.PausedAt is not null));
        if (entry.Command is MatterCommand.Pass or MatterCommand.Fail) Assert.NotEqual(matter.Handler, entry.By);
        // Supervision follows the tier: never below it, and nobody above looks on an ordinary matter but by a breach that stood or a refusal.
        Assert.True(matter.Tier == Tier.Ordinary || matter.SupervisedAt is not null);
        Assert.InRange(matter.Suspensions, 0, Some.Clockwork.Limits.SuspendTimesAtMost);
        if (ended) Assert.False(matter.HasOpenParts && entry.From != entry.To);
        Assert.All(matter.Clocks, c => Rebuild(matter, c, entry.At));
    }

    /// <summary>Parts follow a whole that is none itself, and its count is that of its own people and theirs.</summary>
    private static void CheckMerges(List<Matter> town) => Assert.All(town, matter =>
    {
        Assert.Equal(matter.State == MatterState.Merged, matter.MergedInto is not null);
        if (matter.MergedInto is { } root) Assert.NotEqual(MatterState.Merged, town.Single(m => m.Id == root).State);
        var parts = town.Where(m => m.MergedInto == matter.Id).Sum(m => m.Supporters + 1);
        // A part begins with the people of the whole, its own reporter and supporters count from then on.
        if (matter.SplitFrom is null) Assert.Equal(matter.Entries.Count(e => e.Command == MatterCommand.Support) + parts, matter.Supporters);
        else Assert.True(matter.Supporters >= matter.Entries.Count(e => e.Command == MatterCommand.Support) + parts);
        CheckParts(town, matter);
    });

    /// <summary>Whole and part are one hop apart, and nothing was left open behind an end.</summary>
    private static void CheckParts(List<Matter> town, Matter matter)
    {
        Assert.Equal(town.Count(m => m.SplitFrom == matter.Id), matter.PartCount);
        if (matter.SplitFrom is { } whole) Assert.Null(town.Single(m => m.Id == whole).SplitFrom);
    }

    /// <summary>The history alone tells a clock's minutes: those of every stretch in which it ran, between the entries that let it go and stand.</summary>
    private static void Rebuild(Matter matter, MatterClock clock, DateTimeOffset now)
    {
        var (used, standing) = Used(matter, clock, clock.StoppedAt ?? now);
        if (clock.StoppedAt is not { } stopped)
        {
            Assert.Equal(clock.BudgetMinutes - used, clock.Left(now, Some.Clockwork));
            return;
        }
        var stop = matter.Entries.First(e => e.At == stopped && (MatterRules.For(e.Command).Stops ?? []).Contains(clock.Kind));
        Assert.Equal(used, clock.UsedMinutes);
        Assert.Equal(stop.Command is MatterCommand.AcceptTimeout or MatterCommand.Lapse || (clock.DueAt is { } due ? (standing ?? stop.At) > due : clock.UsedMinutes > clock.BudgetMinutes), clock.Late);
    }

    /// <summary>Minutes a clock ran until an instant (null where the calendar ends: then nobody knows), and since when it stands still.</summary>
    private static (int? Used, DateTimeOffset? Standing) Used(Matter matter, MatterClock clock, DateTimeOffset end)
    {
        // Of entries in the same minute those before the start do not count.
        var start = matter.Entries.Last(e => e.At == clock.StartedAt && (MatterRules.For(e.Command).Starts ?? []).Contains(clock.Kind)).Seq;
        int? used = 0;
        DateTimeOffset? running = clock.StartedAt, standing = null;
        foreach (var entry in matter.Entries.Where(e => e.Seq > start && e.At <= end))
        {
            var stops = entry.Command is MatterCommand.Merge or MatterCommand.Divert || (clock.Kind == ClockKind.Handle && entry.Command is MatterCommand.Ask or MatterCommand.GrantSuspension);
            var goesOn = entry.Command is MatterCommand.Unmerge or MatterCommand.TakeBack or MatterCommand.Reply or MatterCommand.Resume or MatterCommand.GrantTransfer;
            if (stops && running is { } from)
            {
                used += Some.Clockwork.Minutes(clock.Pace, from, entry.At);
                (running, standing) = (null, entry.At);
            }
            else if (goesOn && running is null)
                (running, standing) = (entry.At, null);
        }
        return (running is { } open ? used + Some.Clockwork.Minutes(clock.Pace, open, end) : used, standing);
    }

    /// <summary>Everything a refused command must leave as it was.</summary>
    private static (MatterState, int, string) Picture(Matter m) => (m.State, m.EntryCount,
        $"{m.Tier} {m.Visibility} {m.CategoryCode} {m.Area} {m.LeadUnit} {m.Handler} {m.Outcome} {m.Answer} {m.RoutedBecause} {m.Returns} {m.Fails} {m.Reopens} {m.Supporters} {m.ClosedAt} {m.NextDueAt} {m.UpdatedAt} {m.Photos.Count} {m.Clocks.Count} {m.Clocks.Count(c => c.Runs)} "
        + $"{m.Request} {m.Pause} {m.PausedUntil} {m.StateBefore} {m.MergedInto} {m.DivertedTo} {m.Transfers} {m.Extended} {m.Suspensions} {m.SupervisedAt} {m.Co.Count(c => c.LapsedAt is not null)} {m.Appealed} {m.Supervised} {string.Join(' ', m.Co.Select(c => c.State))} {m.Clocks.Count(c => c.PausedAt is not null)} {m.PartCount} {m.CalledOutAt} {m.CallTakenAt} {m.ArrivedAt} {m.Panel?.Meetings.Count} {m.Panel?.Milestones.Count(x => x.ReachedAt is null)} {string.Join(' ', m.Hidden)}");
}
