using System.Collections.Concurrent;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Tally;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>So many of so many.</summary>
public sealed record Share(int Part, int Whole)
{
    public double? Rate => Whole == 0 ? null : (double)Part / Whole;
}

/// <summary>How many came in and how many were closed on one day.</summary>
public sealed record DayFlow(DateOnly Day, int In, int Closed);

/// <summary>Open and overdue matters of one grid, or of an area that stands for its grids on a map.</summary>
public sealed record GridLoad(int Open, int Overdue)
{
    /// <summary>The same by areas with codes of so many digits.</summary>
    public static IReadOnlyDictionary<string, GridLoad> By(int digits, IReadOnlyDictionary<string, GridLoad> grids) =>
        grids.GroupBy(g => g.Key[..digits]).ToDictionary(g => g.Key, g => new GridLoad(g.Sum(l => l.Value.Open), g.Sum(l => l.Value.Overdue)));
}

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

/// <summary>The figures of the wall for an area, read from what is kept up as matters change, and remembered for a few seconds for every wall that shows it.</summary>
public sealed class ShowScreen(CuobianDb db, Actor actor, TimeProvider time, Categories categories, IPlaces places, ScreenMemory memory)
{
    public const int Days = 30;
    public const int FlowDays = 14;
    private const int TownshipDigits = 9, GridDigits = 15;
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
        var digits = GridGeo.Drawn(places, area) is [var drawn, ..] ? drawn.Code.Length : GridDigits;
        var tally = await ReadTally.Of(db, area, ct);
        var (late, lateBelow) = await Overdue(tally, all, area, now, digits, ct);
        var today = Fact.DayOf(now);
        var since = today + 1 - Days;
        var came = (await tally.Here(Counted.In, since, ct)).ToDictionary(r => r.Day, r => r.Number);
        var closed = (await tally.Here(Counted.Closed, since, ct)).ToDictionary(r => r.Day);
        var ended = closed.Values.Sum(r => r.Number);
        var verdicts = ReadTally.Share(await tally.Here(Counted.Verdict, since, ct));
        var first = DateOnly.FromDayNumber(today + 1 - FlowDays);
        return new ScreenFigures(now, area,
            came.GetValueOrDefault(today),
            closed.GetValueOrDefault(today)?.Number ?? 0,
            verdicts,
            late.Sum(l => l.Number),
            late.Where(l => l.IsRaised).Sum(l => l.Number),
            (await tally.Here(Counted.Open, 0, ct)).Sum(r => r.Number),
            ended == 0 ? null : TimeSpan.FromSeconds(closed.Values.Sum(r => r.Seconds) / ended),
            ReadTally.Share(await tally.Here(Counted.Rated, since, ct)),
            await Grids(tally, lateBelow, digits, ct),
            await Townships(tally, area, verdicts, since, ct),
            [.. Enumerable.Range(0, FlowDays).Select(first.AddDays).Select(day => new DayFlow(day, came.GetValueOrDefault(day.DayNumber), closed.GetValueOrDefault(day.DayNumber)?.Number ?? 0))],
            await HotGrids(tally, today, ct), await HotKinds(tally, today, ct),
            await Events(all, ct),
            await all.OrderByDescending(m => m.RegisteredAt).Select(m => (DateTimeOffset?)m.RegisteredAt).FirstOrDefaultAsync(ct))
        {
            Units = await Units(tally, since, ct),
        };
    }

    /// <summary>What is overdue depends on the hour: this month's is read from the index of what is due, what is older from the figures.</summary>
    private static async Task<(List<LateHere> Here, List<LateHere> Below)> Overdue(ReadTally tally, IQueryable<Matter> all, string area, DateTimeOffset now, int digits, CancellationToken ct)
    {
        var month = new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var older = (await tally.DueBefore(Fact.MonthOf(now), digits, ct)).ConvertAll(r => new LateHere(r.Area, r.Key.EndsWith(Fact.Yes, StringComparison.Ordinal), r.Number));
        var late = await Late(all, month, now, digits, ct);
        return ([.. older.Where(l => l.Area == area), .. late], [.. older.Where(l => l.Area.Length == digits), .. late]);
    }

    internal static Task<List<LateHere>> Late(IQueryable<Matter> all, DateTimeOffset from, DateTimeOffset now, int digits, CancellationToken ct) =>
        all.Where(m => m.NextDueAt >= from && m.NextDueAt < now).GroupBy(m => new { Area = m.Area.Substring(0, digits), IsRaised = m.Tier != Tier.Ordinary })
            .Select(g => new LateHere(g.Key.Area, g.Key.IsRaised, g.Count())).ToListAsync(ct);

    /// <summary>By the areas that the map draws.</summary>
    private static async Task<Dictionary<string, GridLoad>> Grids(ReadTally tally, List<LateHere> late, int digits, CancellationToken ct)
    {
        var open = await tally.Below(Counted.Open, digits, 0).Where(r => r.Number > 0).ToDictionaryAsync(r => r.Area, r => r.Number, ct);
        var overdue = late.GroupBy(l => l.Area).ToDictionary(g => g.Key, g => g.Sum(l => l.Number));
        return open.ToDictionary(g => g.Key, g => new GridLoad(g.Value, overdue.GetValueOrDefault(g.Key)));
    }

    private static async Task<Dictionary<string, Share>> Units(ReadTally tally, int since, CancellationToken ct) =>
        (await tally.Sums(Counted.Unit, since, ct)).Select(s => (Words: s.Key.Split(' '), Number: s.Value)).GroupBy(s => s.Words[0], s => (Good: s.Words[1] == Fact.Yes ? s.Number : 0, s.Number))
            .Select(g => (g.Key, Share: new Share(g.Sum(s => s.Good), g.Sum(s => s.Number)))).Where(g => g.Share.Whole > 0).ToDictionary(g => g.Key, g => g.Share);

    /// <summary>Verdicts of handling, by township; those whose place is only known more widely stand under the code of the area shown.</summary>
    private static async Task<Dictionary<string, Share>> Townships(ReadTally tally, string area, Share all, int since, CancellationToken ct)
    {
        if (area.Length > TownshipDigits) return all.Whole == 0 ? [] : new() { [area[..TownshipDigits]] = all };
        var found = await tally.Below(Counted.Verdict, TownshipDigits, since).GroupBy(r => r.Area)
            .Select(g => new { g.Key, Good = g.Sum(r => r.Key == Fact.Yes ? r.Number : 0), All = g.Sum(r => r.Number) }).Where(g => g.All > 0)
            .ToDictionaryAsync(g => g.Key, g => new Share(g.Good, g.All), ct);
        var wider = new Share(all.Part - found.Values.Sum(s => s.Part), all.Whole - found.Values.Sum(s => s.Whole));
        if (wider.Whole > 0) found[area] = wider;
        return found;
    }

    private static async Task<IReadOnlyList<Hot>> HotGrids(ReadTally tally, int today, CancellationToken ct)
    {
        var week = today - 7;
        var counted = await tally.Below(Counted.In, GridDigits, today - 13).GroupBy(r => r.Area)
            .Select(g => new { g.Key, Now = g.Sum(r => r.Day > week ? r.Number : 0), Before = g.Sum(r => r.Day > week ? 0 : r.Number) })
            .Where(h => h.Now > 0).OrderByDescending(h => h.Now).ThenBy(h => h.Key).Take(MostHot).ToListAsync(ct);
        return [.. counted.Select(h => new Hot(h.Key, h.Now, h.Before))];
    }

    /// <summary>What must not be listed publicly is not named on a wall either.</summary>
    private async Task<IReadOnlyList<Hot>> HotKinds(ReadTally tally, int today, CancellationToken ct) =>
    [
        .. (await tally.Here(Counted.Kind, today - 13, ct)).GroupBy(r => r.Key)
            .Select(g => new Hot(g.Key, g.Where(r => r.Day > today - 7).Sum(r => r.Number), g.Where(r => r.Day <= today - 7).Sum(r => r.Number)))
            .Where(h => h.Now > 0 && categories.Find(h.Code) is { Sensitive: false }).OrderByDescending(h => h.Now).ThenBy(h => h.Code, StringComparer.Ordinal).Take(MostHot),
    ];

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

    /// <summary>How many are overdue in an area of the map.</summary>
    internal sealed record LateHere(string Area, bool IsRaised, int Number);
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
