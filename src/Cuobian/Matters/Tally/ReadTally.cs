using Cuobian.Data;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Tally;

/// <summary>The kept figures of one area, as they stand after the last change.</summary>
internal sealed class ReadTally
{
    private readonly IQueryable<TallyRow> rows;
    private readonly string area;

    /// <summary>As they were when they were last added up.</summary>
    public ReadTally(CuobianDb db, string area) => (rows, this.area) = (db.Set<TallyRow>().AsNoTracking(), area);

    public static async Task<ReadTally> Of(CuobianDb db, string area, CancellationToken ct)
    {
        await FoldTally.Fold(db, ct);
        return new ReadTally(db, area);
    }

    public static Share Share(IReadOnlyCollection<TallyRow> rows) => new(rows.Where(r => r.Key == Fact.Yes).Sum(r => r.Number), rows.Sum(r => r.Number));

    /// <summary>By day and key, from a day on; what has no day always counts.</summary>
    public Task<List<TallyRow>> Here(Counted what, int since, CancellationToken ct) =>
        rows.Where(r => r.What == what && r.Digits == area.Length && r.Area == area && (r.Day == 0 || r.Day >= since)).ToListAsync(ct);

    /// <summary>How many of each key there are, from a day on.</summary>
    public async Task<Dictionary<string, int>> Sums(Counted what, int since, CancellationToken ct) =>
        await rows.Where(r => r.What == what && r.Digits == area.Length && r.Area == area && (r.Day == 0 || r.Day >= since))
            .GroupBy(r => r.Key).Select(g => new { g.Key, Number = g.Sum(r => r.Number) }).ToDictionaryAsync(g => g.Key, g => g.Number, ct);

    /// <summary>How many there are of some keys here and in each area below, down to codes of so many digits.</summary>
    public async Task<Dictionary<string, int>> Sums(Counted what, int deepest, IReadOnlyList<string> keys, CancellationToken ct)
    {
        var (end, levels) = (CuobianDb.After(area), Enum.GetValues<AreaLevel>().Select(AreaCode.DigitsOf).Where(d => d >= area.Length && d <= deepest).ToList());
        return await rows.Where(r => r.What == what && levels.Contains(r.Digits) && string.Compare(r.Area, area) >= 0 && string.Compare(r.Area, end) < 0 && keys.Contains(r.Key))
            .GroupBy(r => r.Area).Select(g => new { g.Key, Number = g.Sum(r => r.Number) }).ToDictionaryAsync(g => g.Key, g => g.Number, ct);
    }

    /// <summary>Overdue since an earlier month, here and in the areas below with codes of so many digits.</summary>
    public async Task<List<TallyRow>> DueBefore(string month, int digits, CancellationToken ct)
    {
        var end = CuobianDb.After(area);
        int[] levels = [area.Length, digits];
        return await rows.Where(r => r.What == Counted.Due && levels.Contains(r.Digits) && string.Compare(r.Area, area) >= 0 && string.Compare(r.Area, end) < 0 && r.Number > 0 && string.Compare(r.Key, month) < 0).ToListAsync(ct);
    }

    /// <summary>The figures of all areas below with codes of so many digits, from a day on.</summary>
    public IQueryable<TallyRow> Below(Counted what, int digits, int since)
    {
        var end = CuobianDb.After(area);
        return rows.Where(r => r.What == what && r.Digits == digits && string.Compare(r.Area, area) >= 0 && string.Compare(r.Area, end) < 0 && (r.Day == 0 || r.Day >= since));
    }
}
