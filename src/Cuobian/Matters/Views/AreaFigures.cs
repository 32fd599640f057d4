using System.Collections.Concurrent;
using Cuobian.Data;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Tally;
using Cuobian.Places.Contracts;
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
internal sealed class CountArea(CuobianDb db, ListedMatters listed, IPlaces places, AreaMemory memory, TimeProvider time)
{
    private const int TownshipDigits = 9;
    private static readonly MatterState[] Answered = [MatterState.Feedback, MatterState.Review, MatterState.Closed];
    private static readonly MatterState[] Elsewhere = [MatterState.Rejected, MatterState.Diverted];
    private static readonly MatterState[] NotCounted = [MatterState.Withdrawn, MatterState.Merged];

    public Task<AreaFigures> Figures(string area, CancellationToken ct) => memory.Get($"figures {area}", () => Count(area, ct));

    /// <summary>Listed matters by the smallest area known of each; where there are too many grids to be drawn, by township.</summary>
    public Task<IReadOnlyDictionary<string, int>> ByPlace(ListedFilter filter, CancellationToken ct) =>
        memory.Get($"places {filter.Area} {filter.IsOpen} {string.Join(',', filter.Categories)}",
            () => filter.Area is { } area && IsByTownship(area) ? ByTownship(area, listed.Keys(filter), ct) : listed.ByPlace(filter, ct));

    public bool IsByTownship(string area) => area.Length is > 0 and < TownshipDigits && places.Shapes(area).Count > GridGeo.MostDrawn;

    private async Task<IReadOnlyDictionary<string, int>> ByTownship(string area, IReadOnlyList<string> keys, CancellationToken ct)
    {
        var sums = await (await ReadTally.Of(db, area, ct)).Sums(Counted.Public, TownshipDigits, keys, ct);
        var own = new Dictionary<string, int>(sums);
        foreach (var (code, number) in sums)
            if (AreaCode.ParentOf(code) is { } parent && own.TryGetValue(parent, out var all)) own[parent] = all - number;
        return own;
    }

    private async Task<AreaFigures> Count(string area, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var first = Fact.DayOf(now) + 1 - AreaFigures.Days;
        var since = new DateTimeOffset(DateOnly.FromDayNumber(first), default, WorkCalendar.Zone).ToUniversalTime();
        var tally = await ReadTally.Of(db, area, ct);
        // Nothing is due before it was reported: the bound in front keeps it a short range of the index.
        var late = await db.Matters.AsNoTracking().Within(area).Where(m => m.NextDueAt >= since && m.NextDueAt < now && m.RegisteredAt >= since).GroupBy(m => m.State)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var states = (await tally.Here(Counted.State, first, ct)).GroupBy(r => Enum.Parse<MatterState>(r.Key)).Where(g => !NotCounted.Contains(g.Key))
            .Select(g => new { g.Key, All = g.Sum(r => r.Number), Late = late.GetValueOrDefault(g.Key) }).ToList();
        var underWay = states.Where(s => !Answered.Contains(s.Key) && !Elsewhere.Contains(s.Key)).ToList();
        return new AreaFigures(
            states.Sum(s => s.All),
            states.Where(s => Answered.Contains(s.Key)).Sum(s => s.All),
            underWay.Sum(s => s.All - s.Late),
            underWay.Sum(s => s.Late),
            states.Where(s => Elsewhere.Contains(s.Key)).Sum(s => s.All),
            ReadTally.Share(await tally.Here(Counted.Verdict, first, ct)),
            ReadTally.Share(await tally.Here(Counted.Rated, first, ct)));
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
