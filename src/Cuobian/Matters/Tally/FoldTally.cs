using System.Data;
using System.Globalization;
using System.Text;
using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Tally;

/// <summary>Adds up what changes have left, for every area above them; asked for by whoever reads figures, and every few seconds by itself.</summary>
internal sealed class FoldTally(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<FoldTally> log)
    : Recurring(TimeSpan.FromSeconds(10), scopes, readiness, time, log)
{
    /// <summary>Figures reach back a month; what is older is not kept.</summary>
    public const int Days = 40;
    private const int Batch = 1000;

    /// <summary>SQLite looks for each value by its name among all others, so many small statements cost less than a large one.</summary>
    private const int RowsAtOnce = 40;
    private const long Turn = 0x7A11;
    private readonly TimeProvider time = time;

    protected override async Task Run(IServiceProvider scope, CancellationToken ct)
    {
        var db = scope.GetRequiredService<CuobianDb>();
        await Fold(db, ct);
        var first = FirstDay(time.GetUtcNow());
        if (await db.Set<TallyRow>().AnyAsync(r => r.What == Counted.In && r.Digits == 4 && r.Day < first, ct))
            await db.InOneTransaction(async () =>
            {
                await db.TakeTurn(Turn, ct);
                return await db.Set<TallyRow>().Where(r => r.Day > 0 && r.Day < first).ExecuteDeleteAsync(ct);
            }, ct);
    }

    /// <summary>Adds all that waits; answers how many changes that were.</summary>
    public static async Task<int> Fold(CuobianDb db, CancellationToken ct)
    {
        var folded = 0;
        while (await db.Set<TallyChange>().AnyAsync(ct))
            folded += await db.InOneTransaction(async () =>
            {
                await db.TakeTurn(Turn, ct);
                var changes = await db.Set<TallyChange>().AsNoTracking().OrderBy(c => c.Id).Take(Batch).ToListAsync(ct);
                var ids = changes.ConvertAll(c => c.Id);
                await db.Set<TallyChange>().Where(c => ids.Contains(c.Id)).ExecuteDeleteAsync(ct);
                await Add(db, Sum(changes.SelectMany(c => Fact.Read(c.Facts))), ct);
                return changes.Count;
            }, ct);
        return folded;
    }

    /// <summary>
    /// Counts everything anew from the matters themselves. It sees one instant: changes that were stored until then are in the matters,
    /// later ones wait to be added as ever, so nobody has to stop working.
    /// </summary>
    public static async Task<int> Rebuild(CuobianDb db, DateTimeOffset now, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            // Before the transaction, so that the instant it sees is one at which nobody adds up.
            if (db is PostgresDb) await db.Database.ExecuteSqlAsync($"select pg_advisory_lock({Turn})", ct);
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            var rows = await Truth(db, now, ct);
            await db.Set<TallyChange>().ExecuteDeleteAsync(ct);
            await db.Set<TallyRow>().ExecuteDeleteAsync(ct);
            await Add(db, rows, ct);
            await transaction.CommitAsync(ct);
            return rows.Count;
        }
        finally
        {
            if (db is PostgresDb) await db.Database.ExecuteSqlAsync($"select pg_advisory_unlock({Turn})", CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Counts once what was there before there were figures.</summary>
    public static async Task Begin(CuobianDb db, DateTimeOffset now, CancellationToken ct)
    {
        if (!await db.Set<TallyRow>().AnyAsync(ct) && await db.Matters.AnyAsync(ct)) await Rebuild(db, now, ct);
    }

    /// <summary>What the figures must be, counted from the matters themselves.</summary>
    public static async Task<Dictionary<TallyKey, (int Number, long Seconds)>> Truth(CuobianDb db, DateTimeOffset now, CancellationToken ct)
    {
        var first = FirstDay(now);
        var since = new DateTimeOffset(DateOnly.FromDayNumber(first), default, Clocks.WorkCalendar.Zone).ToUniversalTime();
        var facts = new List<Fact>();
        var open = db.Matters.AsNoTracking().Where(m => m.RegisteredAt >= since || m.ClosedAt >= since || !MatterRules.Ended.Contains(m.State) || m.NextDueAt != null || (m.RatedSatisfied != null && m.ClosedAt == null))
            .Select(m => new Countable(m.Area, m.CategoryCode, m.State, m.Visibility, m.RegisteredAt, m.ClosedAt, m.RatedSatisfied, m.NextDueAt, m.Tier != Tier.Ordinary));
        await foreach (var m in open.AsAsyncEnumerable().WithCancellation(ct))
            facts.AddRange(Fact.Of(m).Where(f => f.What != Counted.Public && (f.Day == 0 || f.Day >= first)));
        var listed = db.Matters.AsNoTracking().Where(m => m.Visibility == Visibility.Public && m.CategoryCode != null).GroupBy(m => new { m.Area, m.CategoryCode, m.State })
            .Select(g => new { g.Key.Area, g.Key.CategoryCode, g.Key.State, Number = g.Count() });
        await foreach (var m in listed.AsAsyncEnumerable().WithCancellation(ct)) facts.Add(Fact.Public(m.Area, m.CategoryCode!, m.State, m.Number));
        var verdicts = from c in db.Set<MatterClock>()
                       join m in db.Matters on c.MatterId equals m.Id
                       where c.Kind == ClockKind.Handle && c.StoppedAt >= since && c.Late != null
                       select new { m.Area, m.LeadUnit, c.Kind, c.StoppedAt, c.Late };
        await foreach (var c in verdicts.AsAsyncEnumerable().WithCancellation(ct)) facts.AddRange(Fact.Of(c.Area, c.LeadUnit, c.Kind, c.StoppedAt, c.Late));
        return Sum(facts);
    }

    public static int FirstDay(DateTimeOffset now) => Fact.DayOf(now) - Days;

    private static Dictionary<TallyKey, (int Number, long Seconds)> Sum(IEnumerable<Fact> facts)
    {
        var sums = new Dictionary<TallyKey, (int Number, long Seconds)>();
        foreach (var fact in facts)
            foreach (var area in fact.Areas)
            {
                var key = new TallyKey(fact.What, area, fact.Day, fact.Key);
                var sum = sums.GetValueOrDefault(key);
                sums[key] = (sum.Number + fact.Number, sum.Seconds + fact.Seconds);
            }
        foreach (var (key, sum) in sums.ToList())
            if (sum == default) sums.Remove(key);
        return sums;
    }

    private static async Task Add(CuobianDb db, Dictionary<TallyKey, (int Number, long Seconds)> sums, CancellationToken ct)
    {
        foreach (var rows in sums.Chunk(RowsAtOnce))
        {
            var sql = new StringBuilder("""insert into matters_tally ("What", "Digits", "Area", "Day", "Key", "Number", "Seconds") values """);
            var values = new List<object>(rows.Length * 7);
            foreach (var (key, (number, seconds)) in rows)
            {
                sql.Append(values.Count == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"({string.Join(", ", Enumerable.Range(values.Count, 7).Select(n => $"{{{n}}}"))})");
                values.AddRange([key.What.ToString(), key.Area.Length, key.Area, key.Day, key.Key, number, seconds]);
            }
            sql.Append(""" on conflict ("What", "Digits", "Area", "Day", "Key") do update set "Number" = matters_tally."Number" + excluded."Number", "Seconds" = matters_tally."Seconds" + excluded."Seconds" """);
            await db.Database.ExecuteSqlRawAsync(sql.ToString(), values, ct);
        }
    }
}

/// <summary>What a figure is of.</summary>
internal readonly record struct TallyKey(Counted What, string Area, int Day, string Key);
