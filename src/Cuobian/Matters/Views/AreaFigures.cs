using System.Collections.Concurrent;
using Cuobian.Data;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>
/// What became of everything reported in an area over the last days, private matters too. The parts add up to the whole:
/// answered, still in time, overdue, and not taken on or passed to another body. Withdrawn and joined matters are not counted.
/// </summary>
public sealed record AreaFigures(int Reported, int Answered, int InTime, int Overdue, int Elsewhere, Share OnTime, Share Satisfied)
{
    public const int Days = 30;

    /// <summary>Of fewer than this nothing is told: somebody might be recognised.</summary>
    public const int Fewest = 10;

    public bool MayBeTold => Reported >= Fewest;
}

/// <summary>Counts for the public pages of areas: kept for a minute, since anybody may ask for any of them.</summary>
internal sealed class CountArea(CuobianDb db, ListedMatters listed, AreaMemory memory, TimeProvider time)
{
    private static readonly MatterState[] Answered = [MatterState.Feedback, MatterState.Review, MatterState.Closed];
    private static readonly MatterState[] Elsewhere = [MatterState.Rejected, MatterState.Diverted];
    private static readonly MatterState[] NotCounted = [MatterState.Withdrawn, MatterState.Merged];

    public Task<AreaFigures> Figures(string area, CancellationToken ct) => memory.Get($"figures {area}", () => Count(area, ct));

    /// <summary>Listed matters by the smallest area known of each.</summary>
    public Task<IReadOnlyDictionary<string, int>> ByPlace(ListedFilter filter, CancellationToken ct) =>
        memory.Get($"places {filter.Area} {filter.IsOpen} {string.Join(',', filter.Categories)}", () => listed.ByPlace(filter, ct));

    private async Task<AreaFigures> Count(string area, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var since = now.AddDays(-AreaFigures.Days);
        var all = db.Matters.AsNoTracking().Within(area);
        var states = await all.Where(m => m.RegisteredAt >= since && !NotCounted.Contains(m.State)).GroupBy(m => m.State)
            .Select(g => new { g.Key, All = g.Count(), Late = g.Count(m => m.NextDueAt < now) }).ToListAsync(ct);
        var verdicts = await (from c in db.Set<MatterClock>()
                              join m in all on c.MatterId equals m.Id
                              where c.Kind == ClockKind.Handle && c.StoppedAt >= since && c.Late != null
                              group c by c.Late into g
                              select new { g.Key, All = g.Count() }).ToListAsync(ct);
        var rated = await all.Where(m => m.RatedSatisfied != null && (m.ClosedAt == null || m.ClosedAt >= since))
            .GroupBy(m => m.RatedSatisfied).Select(g => new { g.Key, All = g.Count() }).ToListAsync(ct);
        var underWay = states.Where(s => !Answered.Contains(s.Key) && !Elsewhere.Contains(s.Key)).ToList();
        return new AreaFigures(
            states.Sum(s => s.All),
            states.Where(s => Answered.Contains(s.Key)).Sum(s => s.All),
            underWay.Sum(s => s.All - s.Late),
            underWay.Sum(s => s.Late),
            states.Where(s => Elsewhere.Contains(s.Key)).Sum(s => s.All),
            new Share(verdicts.Where(v => v.Key == false).Sum(v => v.All), verdicts.Sum(v => v.All)),
            new Share(rated.Where(r => r.Key == true).Sum(r => r.All), rated.Sum(r => r.All)));
    }
}

/// <summary>Keeps what was counted for the public for a minute.</summary>
internal sealed class AreaMemory(TimeProvider time)
{
    private const int Most = 2000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, object What)> remembered = new();

    public async Task<T> Get<T>(string key, Func<Task<T>> count) where T : class
    {
        var now = time.GetUtcNow();
        if (remembered.TryGetValue(key, out var known) && now >= known.At && now - known.At < Fresh) return (T)known.What;
        var what = await count();
        if (remembered.Count >= Most) remembered.Clear();
        remembered[key] = (now, what);
        return what;
    }
}
