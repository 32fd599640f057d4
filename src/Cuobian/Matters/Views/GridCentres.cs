using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;

namespace Cuobian.Matters;

/// <summary>The middle of each grid: shown instead of the place where somebody stood. Borders change seldom, so it is remembered for a while.</summary>
internal sealed class GridCentres(IPlaces places, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private volatile Edition edition = new(DateTimeOffset.MinValue, new Dictionary<string, GeoPoint>());

    public GeoPoint? Of(string? grid)
    {
        if (grid is null) return null;
        if (Now().TryGetValue(grid, out var centre)) return centre;
        return places.Shapes(grid) is [var shape, ..] ? Middle(shape) : null;
    }

    /// <summary>Codes of the grids whose middle lies in the box.</summary>
    public List<string> Inside(GeoBox box) => [.. Now().Where(grid => Holds(box, grid.Value)).Select(grid => grid.Key)];

    private IReadOnlyDictionary<string, GeoPoint> Now()
    {
        var now = time.GetUtcNow();
        if (edition.Until <= now) edition = new Edition(now + Fresh, places.Shapes("").ToDictionary(shape => shape.Code, Middle));
        return edition.Centres;
    }

    private static bool Holds(GeoBox box, GeoPoint point) =>
        point.Lat >= box.South && point.Lat <= box.North && point.Lon >= box.West && point.Lon <= box.East;

    /// <summary>The centre of gravity of the outer ring, measured from its first corner to keep digits.</summary>
    public static GeoPoint Middle(GridShape shape)
    {
        var ring = shape.Rings[0];
        var corner = ring[0];
        double twice = 0, lat = 0, lon = 0;
        for (var i = 0; i < ring.Count; i++)
        {
            GeoPoint a = From(corner, ring[i]), b = From(corner, ring[(i + 1) % ring.Count]);
            var cross = a.Lon * b.Lat - b.Lon * a.Lat;
            twice += cross;
            lat += (a.Lat + b.Lat) * cross;
            lon += (a.Lon + b.Lon) * cross;
        }
        return twice == 0 ? corner : new GeoPoint(Round(corner.Lat + lat / (3 * twice)), Round(corner.Lon + lon / (3 * twice)));
    }

    private static GeoPoint From(GeoPoint corner, GeoPoint point) => new(point.Lat - corner.Lat, point.Lon - corner.Lon);

    private static double Round(double degrees) => Math.Round(degrees, 6);

    private sealed record Edition(DateTimeOffset Until, IReadOnlyDictionary<string, GeoPoint> Centres);
}
