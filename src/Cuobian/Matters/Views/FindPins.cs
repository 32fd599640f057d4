using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Where the matters of one page of a list lie: the very place, or the middle of the grid where only that is known.</summary>
internal sealed class FindPins(CuobianDb db, Actor actor, GridCentres centres)
{
    public async Task<IReadOnlyDictionary<string, GeoPoint>> Run(IReadOnlyList<MatterRow> rows, CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.Read);
        var ids = rows.Select(row => row.Id).ToList();
        var exact = await db.Matters.AsNoTracking().Readable(actor).Where(m => ids.Contains(m.Id) && m.Lat != null && m.Lon != null)
            .Select(m => new { m.Id, m.Lat, m.Lon }).ToDictionaryAsync(m => m.Id, m => new GeoPoint(m.Lat!.Value, m.Lon!.Value), ct);
        var pins = new Dictionary<string, GeoPoint>();
        foreach (var row in rows)
            if (exact.TryGetValue(row.Id, out var point)) pins[row.Number] = point;
            else if (centres.Of(row.Grid) is { } centre) pins[row.Number] = centre;
        return pins;
    }
}
