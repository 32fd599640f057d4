using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Cuobian.Matters.Words;

/// <summary>What never changes of matters that were compared lately: read and cut once, and not at each report around them.</summary>
public sealed class TwinVectors : IDisposable
{
    /// <summary>About a kilobyte each.</summary>
    private const int Most = 10_000;
    private static readonly Lazy<TwinText> Words = new(() => new TwinText(ShippedTexts.All().Select(t => t.Text)));
    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>The words of a report and where it is.</summary>
    internal sealed record Told(TwinVector Words, GeoPoint? Point);

    internal static TwinVector Of(string text) => Words.Value.Vector(text);

    /// <summary>What is reported now will be compared with what comes next.</summary>
    internal Told Keep(Matter matter) => Keep(matter.Id, matter.Text, matter.Lat, matter.Lon);

    internal async Task<Dictionary<Guid, Told>> Of(CuobianDb db, IReadOnlyList<Guid> matters, CancellationToken ct)
    {
        var known = new Dictionary<Guid, Told>(matters.Count);
        foreach (var matter in matters)
            if (kept.TryGetValue(matter, out Told? told)) known[matter] = told!;
        if (known.Count == matters.Count) return known;

        var missing = matters.Where(matter => !known.ContainsKey(matter)).ToList();
        foreach (var row in await db.Matters.AsNoTracking().Where(m => missing.Contains(m.Id)).Select(m => new { m.Id, m.Text, m.Lat, m.Lon }).ToListAsync(ct))
            known[row.Id] = Keep(row.Id, row.Text, row.Lat, row.Lon);
        return known;
    }

    public void Dispose() => kept.Dispose();

    private Told Keep(Guid matter, string text, double? lat, double? lon) =>
        kept.Set(matter, new Told(Of(text), lat is { } y && lon is { } x ? new GeoPoint(y, x) : null), new MemoryCacheEntryOptions { Size = 1 });
}
