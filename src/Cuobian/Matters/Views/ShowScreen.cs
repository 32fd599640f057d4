using System.Collections.Concurrent;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>So many of so many.</summary>
public sealed record Share(int Part, int Whole)
{
    public double? Rate => Whole == 0 ? null : (double)Part / Whole;
}

/// <summary>Open and overdue matters of one grid.</summary>
public sealed record GridLoad(int Open, int Overdue);

/// <summary>Something that just happened, without anybody's words.</summary>
public sealed record ScreenEvent(DateTimeOffset At, string Number, string Area, string? CategoryCode, MatterCommand Command, MatterState To);

/// <summary>Where or what people report most: this week and the week before.</summary>
public sealed record Hot(string Code, int Now, int Before);

/// <summary>All figures of the wall at one instant.</summary>
public sealed record ScreenFigures(
    DateTimeOffset At, string Area, int InToday, int ClosedToday, Share OnTime, int Overdue, int OverdueRaised, int Open, TimeSpan? ToClose, Share Satisfied,
    IReadOnlyDictionary<string, GridLoad> Grids, IReadOnlyDictionary<string, Share> Townships, IReadOnlyList<DayFlow> Days,
    IReadOnlyList<Hot> HotGrids, IReadOnlyList<Hot> HotKinds, IReadOnlyList<ScreenEvent> Events, DateTimeOffset? Latest)
{
    /// <summary>Verdicts of handling by the unit that leads, the same days as the townships.</summary>
    public IReadOnlyDictionary<string, Share> Units { get; init; } = new Dictionary<string, Share>();

    public DateOnly Today => DateOnly.FromDateTime(At.ToOffset(WorkCalendar.Zone).DateTime);
}

/// <summary>The figures of the wall for an area, counted by the database and kept for a few seconds for every wall that shows it.</summary>
public sealed class ShowScreen(CuobianDb db, Actor actor, TimeProvider time, Categories categories, IPlaces places, ScreenMemory memory)
{
    public const int Days = 30;
    private const int MostHot = 5;
    private const int MostEvents = 14;

    /// <summary>What is worth telling in a hall; not every remark, nor what the rules do in the same breath as a report.</summary>
    private static readonly MatterCommand[] Told = [.. Enum.GetValues<MatterCommand>().Except(
        [MatterCommand.Comment, MatterCommand.Attach, MatterCommand.Route, MatterCommand.SendToTriage, MatterCommand.Classify, MatterCommand.Support])];

    /// <param name="area">The area to show; by default the widest one the reader may see.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<ScreenFigures> Run(string? area, CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.Screen);
        var shown = area is { Length: > 0 } ? area : Widest();
        actor.Require(MattersPermissions.Screen, shown);
        return await memory.Get(shown, time.GetUtcNow(), now => Count(shown, now, ct));
    }

    private string Widest()
    {
        var area = actor.Grants.Where(g => g.Permission == MattersPermissions.Screen && g.Unit is null).MinBy(g => g.Area.Length)?.Area ?? places.Root;
        return area.Length == 0 ? places.Root : area;
    }

    private async Task<ScreenFigures> Count(string area, DateTimeOffset now, CancellationToken ct)
    {
        var all = db.Matters.AsNoTracking().Within(area);
        var open = all.Where(m => !MatterRules.Ended.Contains(m.State));
        var today = DayStart(now);
        var since = today.AddDays(1 - Days);
        var grids = await open.Where(m => m.Grid != null).GroupBy(m => m.Grid!)
            .Select(g => new { g.Key, Open = g.Count(), Late = g.Count(m => m.NextDueAt < now) }).ToDictionaryAsync(g => g.Key, g => new GridLoad(g.Open, g.Late), ct);
        var townships = await Townships(all, since, ct);
        var rated = await all.Where(m => m.RatedSatisfied != null && (m.ClosedAt == null || m.ClosedAt >= since))
            .GroupBy(m => m.RatedSatisfied).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return new ScreenFigures(now, area,
            await all.CountAsync(m => m.RegisteredAt >= today, ct),
            await all.CountAsync(m => m.ClosedAt >= today && m.State == MatterState.Closed, ct),
            new Share(townships.Values.Sum(s => s.Part), townships.Values.Sum(s => s.Whole)),
            await open.CountAsync(m => m.NextDueAt < now, ct),
            await open.CountAsync(m => m.NextDueAt < now && m.Tier != Tier.Ordinary, ct),
            await open.CountAsync(ct),
            await ScreenSql.ToClose(db, area, since, ct),
            new Share(rated.Where(r => r.Key == true).Sum(r => r.Count), rated.Sum(r => r.Count)),
            grids, townships, await ScreenSql.Flow(db, area, today, ct),
            await HotBy(all, now, byGrid: true, ct), await HotBy(all, now, byGrid: false, ct),
            await Events(all, ct),
            await all.OrderByDescending(m => m.RegisteredAt).Select(m => (DateTimeOffset?)m.RegisteredAt).FirstOrDefaultAsync(ct))
        {
            Units = await Units(all, since, ct),
        };
    }

    /// <summary>Verdicts of handling, by township; those whose place is only known more widely stand under that wider code.</summary>
    private async Task<Dictionary<string, Share>> Townships(IQueryable<Matter> all, DateTimeOffset since, CancellationToken ct)
    {
        var verdicts = from c in db.Set<MatterClock>()
                       join m in all on c.MatterId equals m.Id
                       where c.Kind == ClockKind.Handle && c.StoppedAt >= since && c.Late != null
                       group c by m.Area.Substring(0, 9) into g
                       select new { g.Key, Good = g.Count(c => c.Late == false), All = g.Count() };
        return await verdicts.ToDictionaryAsync(g => g.Key, g => new Share(g.Good, g.All), ct);
    }

    private async Task<Dictionary<string, Share>> Units(IQueryable<Matter> all, DateTimeOffset since, CancellationToken ct)
    {
        var verdicts = from c in db.Set<MatterClock>()
                       join m in all on c.MatterId equals m.Id
                       where c.Kind == ClockKind.Handle && c.StoppedAt >= since && c.Late != null && m.LeadUnit != null
                       group c by m.LeadUnit into g
                       select new { Key = g.Key!, Good = g.Count(c => c.Late == false), All = g.Count() };
        return await verdicts.ToDictionaryAsync(g => g.Key, g => new Share(g.Good, g.All), ct);
    }

    private async Task<IReadOnlyList<Hot>> HotBy(IQueryable<Matter> all, DateTimeOffset now, bool byGrid, CancellationToken ct)
    {
        var (week, before) = (now.AddDays(-7), now.AddDays(-14));
        var recent = all.Where(m => m.RegisteredAt >= before);
        var keyed = byGrid ? recent.Where(m => m.Grid != null).GroupBy(m => m.Grid!) : recent.Where(m => m.CategoryCode != null).GroupBy(m => m.CategoryCode!);
        var counted = await keyed.Select(g => new { g.Key, Now = g.Count(m => m.RegisteredAt >= week), Before = g.Count(m => m.RegisteredAt < week) })
            .Where(h => h.Now > 0).OrderByDescending(h => h.Now).ThenBy(h => h.Key).Take(MostHot * 4).ToListAsync(ct);
        // What must not be listed publicly is not named on a wall either.
        return [.. counted.Where(h => byGrid || categories.Find(h.Key) is { Sensitive: false }).Take(MostHot).Select(h => new Hot(h.Key, h.Now, h.Before))];
    }

    /// <summary>The ids of entries follow time, so the newest are found from the end of the key.</summary>
    private async Task<IReadOnlyList<ScreenEvent>> Events(IQueryable<Matter> all, CancellationToken ct)
    {
        var recent = from e in db.Set<MatterEntry>()
                     join m in all on e.MatterId equals m.Id
                     where m.Visibility == Visibility.Public && Told.Contains(e.Command)
                     orderby e.Id descending
                     select new ScreenEvent(e.At, m.Number, m.Area, m.CategoryCode, e.Command, e.To);
        return await recent.Take(MostEvents).ToListAsync(ct);
    }

    private static DateTimeOffset DayStart(DateTimeOffset now) => new DateTimeOffset(now.ToOffset(WorkCalendar.Zone).Date, WorkCalendar.Zone).ToUniversalTime();
}

/// <summary>Keeps the figures of each area for a few seconds, so that a hundred walls cost as much as one.</summary>
public sealed class ScreenMemory
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, ScreenFigures> remembered = new();

    public async Task<ScreenFigures> Get(string area, DateTimeOffset now, Func<DateTimeOffset, Task<ScreenFigures>> count)
    {
        if (remembered.TryGetValue(area, out var known) && now >= known.At && now - known.At < Fresh) return known;
        return remembered[area] = await count(now);
    }
}
