using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using Coordinate = NetTopologySuite.Geometries.Coordinate;

namespace Cuobian.Places.Borders;

/// <summary>Says of pieces of ground how large they are and what lies on them, before anything is changed.</summary>
internal sealed class WeighGround(CuobianDb db, IEnumerable<ICountOpenWork> others)
{
    /// <param name="community">Whose buildings to count.</param>
    /// <param name="grids">The grids whose open work goes along.</param>
    /// <param name="parts">The pieces and what to call them.</param>
    /// <param name="warnings">What somebody should look at.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<GroundPreview> Run(string community, IReadOnlyCollection<string> grids, IReadOnlyList<(string Name, Geometry Ground)> parts, IReadOnlyList<Notice> warnings, CancellationToken ct)
    {
        var buildings = await db.Set<Building>().AsNoTracking().Where(b => b.Community == community).Select(b => new GeoPoint(b.Lat, b.Lon)).ToListAsync(ct);
        var (open, elsewhere) = (new int[parts.Count], 0);
        foreach (var other in others)
        {
            var work = await other.In(grids, ct);
            elsewhere += work.Elsewhere;
            foreach (var point in work.Points) open[Nearest(parts, point)]++;
        }
        return new GroundPreview([.. parts.Select((part, at) => new GroundPart(part.Name, Metres(part.Ground), buildings.Count(b => part.Ground.Covers(Dot(b))), open[at], GroundText.Of(part.Ground)) { Ground = part.Ground })], elsewhere, warnings);
    }

    /// <summary>What was reported just outside a grid belongs to it, too.</summary>
    private static int Nearest(IReadOnlyList<(string Name, Geometry Ground)> parts, GeoPoint point)
    {
        var dot = Dot(point);
        return Enumerable.Range(0, parts.Count).MinBy(at => parts[at].Ground.Distance(dot));
    }

    private static Point Dot(GeoPoint point) => GeometryFactory.Default.CreatePoint(new Coordinate(point.Lon, point.Lat));

    private static double Metres(Geometry ground) => Math.Round(new LocalMetres(ground.EnvelopeInternal.Centre.Y).Flatten(ground).Area);
}
