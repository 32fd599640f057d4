using Cuobian.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Cuobian.Matters.Words;

/// <summary>The vectors of matters that were compared lately: a text never changes, so it is read and cut once and not at each report around it.</summary>
public sealed class TwinVectors : IDisposable
{
    /// <summary>About a kilobyte each.</summary>
    private const int Most = 10_000;
    private static readonly Lazy<TwinText> Words = new(() => new TwinText(ShippedTexts.All().Select(t => t.Text)));
    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = Most });

    internal static TwinVector Of(string text) => Words.Value.Vector(text);

    internal async Task<Dictionary<Guid, TwinVector>> Of(CuobianDb db, IReadOnlyList<Guid> matters, CancellationToken ct)
    {
        var known = new Dictionary<Guid, TwinVector>(matters.Count);
        foreach (var matter in matters)
            if (kept.TryGetValue(matter, out TwinVector? vector)) known[matter] = vector!;
        if (known.Count == matters.Count) return known;

        var missing = matters.Where(matter => !known.ContainsKey(matter)).ToList();
        foreach (var row in await db.Matters.AsNoTracking().Where(m => missing.Contains(m.Id)).Select(m => new { m.Id, m.Text }).ToListAsync(ct))
            known[row.Id] = kept.Set(row.Id, Of(row.Text), new MemoryCacheEntryOptions { Size = 1 });
        return known;
    }

    public void Dispose() => kept.Dispose();
}
