using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Tally;

/// <summary>The kept figures of one area, as they stand after the last change.</summary>
internal sealed class ReadTally
{
    private readonly IQueryable<TallyRow> rows;
    private readonly string area;

    private ReadTally(IQueryable<TallyRow> rows, string area) => (this.rows, this.area) = (rows, area);

    public static async Task<ReadTally> Of(CuobianDb db, string area, CancellationToken ct)
    {
        await FoldTally.Fold(db, ct);
        return new ReadTally(db.Set<TallyRow>().AsNoTracking(), area);
    }

    public static Share Share(IReadOnlyCollection<TallyRow> rows) => new(rows.Where(r => r.Key == Fact.Yes).Sum(r => r.Number), rows.Sum(r => r.Number));

    /// <summary>By day and key, from a day on; what has no day always counts.</summary>
    public Task<List<TallyRow>> Here(Counted what, int since, CancellationToken ct) =>
        rows.Where(r => r.What == what && r.Digits == area.Length && r.Area == area && (r.Day == 0 || r.Day >= since)).ToListAsync(ct);

    /// <summary>The figures of all areas below with codes of so many digits, from a day on.</summary>
    public IQueryable<TallyRow> Below(Counted what, int digits, int since)
    {
        var end = CuobianDb.After(area);
        return rows.Where(r => r.What == what && r.Digits == digits && string.Compare(r.Area, area) >= 0 && string.Compare(r.Area, end) < 0 && (r.Day == 0 || r.Day >= since));
    }
}
