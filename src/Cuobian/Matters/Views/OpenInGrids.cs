using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Tells who moves borders how many matters are under way in some grids, and where; they stay in the grid they were reported in.</summary>
internal sealed class OpenInGrids(CuobianDb db) : ICountOpenWork
{
    public async Task<OpenWork> In(IReadOnlyCollection<string> grids, CancellationToken ct)
    {
        var found = await db.Matters.AsNoTracking().Where(m => m.Grid != null && grids.Contains(m.Grid) && !MatterRules.Ended.Contains(m.State))
            .Select(m => new { m.Lat, m.Lon }).ToListAsync(ct);
        var points = found.Where(m => m is { Lat: not null, Lon: not null }).Select(m => new GeoPoint(m.Lat!.Value, m.Lon!.Value)).ToList();
        return new OpenWork(points, found.Count - points.Count);
    }
}
