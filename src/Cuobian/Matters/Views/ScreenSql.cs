using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>How many came in and how many were closed on one day.</summary>
public sealed record DayFlow(DateOnly Day, int In, int Closed);

/// <summary>The two figures that only SQL of one's own can count: sums over instants, which the two databases keep differently.</summary>
internal static class ScreenSql
{
    public const int FlowDays = 14;

    private sealed record DayCount(int Day, int Number);

    /// <summary>The mean time from report to closing, of what was closed since.</summary>
    public static async Task<TimeSpan?> ToClose(CuobianDb db, string area, DateTimeOffset since, CancellationToken ct)
    {
        var seconds = db is SqliteDb ? "avg((\"ClosedAt\" - \"RegisteredAt\") / 10000000.0)" : "cast(avg(extract(epoch from \"ClosedAt\" - \"RegisteredAt\")) as double precision)";
        var sql = $$"""select {{seconds}} as "Value" from matters_matter where "ClosedAt" >= {0} and "State" = 'Closed' and "Area" >= {1} and "Area" < {2}""";
        var mean = await db.Database.SqlQueryRaw<double?>(sql, Instant(db, since), area, CuobianDb.After(area)).ToListAsync(ct);
        return mean.Single() is { } found ? TimeSpan.FromSeconds(found) : null;
    }

    /// <summary>The last fourteen days, today last.</summary>
    public static async Task<IReadOnlyList<DayFlow>> Flow(CuobianDb db, string area, DateTimeOffset today, CancellationToken ct)
    {
        var start = today.AddDays(1 - FlowDays);
        var came = await ByDay(db, "RegisteredAt", area, start, ct);
        var closed = await ByDay(db, "ClosedAt", area, start, ct);
        var first = DateOnly.FromDateTime(start.ToOffset(Clocks.WorkCalendar.Zone).DateTime);
        return [.. Enumerable.Range(0, FlowDays).Select(n => new DayFlow(first.AddDays(n), came.GetValueOrDefault(n), closed.GetValueOrDefault(n)))];
    }

    private static async Task<Dictionary<int, int>> ByDay(CuobianDb db, string column, string area, DateTimeOffset start, CancellationToken ct)
    {
        var day = db is SqliteDb ? $"(\"{column}\" - {{0}}) / 864000000000" : $"cast(floor(extract(epoch from \"{column}\" - {{0}}) / 86400) as integer)";
        var closed = column == "ClosedAt" ? "and \"State\" = 'Closed'" : "";
        var sql = $$"""select {{day}} as "Day", cast(count(*) as integer) as "Number" from matters_matter where "{{column}}" >= {0} and "Area" >= {1} and "Area" < {2} {{closed}} group by 1""";
        var counts = await db.Database.SqlQueryRaw<DayCount>(sql, Instant(db, start), area, CuobianDb.After(area)).ToListAsync(ct);
        return counts.Where(c => c.Day is >= 0 and < FlowDays).ToDictionary(c => c.Day, c => c.Number);
    }

    private static object Instant(CuobianDb db, DateTimeOffset at) => db is SqliteDb ? at.UtcTicks : at.ToUniversalTime();
}
