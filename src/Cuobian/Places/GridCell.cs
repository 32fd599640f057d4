using System.Collections;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using NetTopologySuite.Geometries;
using CGAlgorithmsDD = NetTopologySuite.Algorithm.CGAlgorithmsDD;

namespace Cuobian.Places;

/// <summary>A grid prepared for questions about points: its rings as plain numbers, longitude and latitude in turn, nothing allocated to answer.</summary>
internal sealed class GridCell
{
    private readonly double[][][] polygons;

    public GridCell(string code, string name, Geometry border)
    {
        Grid = new Area(code, name, AreaLevel.Grid, AreaCode.ParentOf(code));
        Box = border.EnvelopeInternal;
        polygons = [.. Enumerable.Range(0, border.NumGeometries).Select(border.GetGeometryN).Cast<Polygon>().Select(Rings)];
        Shape = ShapeOf(code, name, polygons);
    }

    public Area Grid { get; }

    public Envelope Box { get; }

    /// <summary>Polygons of rings of numbers, the outer ring first.</summary>
    public IReadOnlyList<IReadOnlyList<double[]>> Polygons => polygons;

    /// <summary>What a map draws.</summary>
    public GridShape Shape { get; }

    /// <summary>Is the point inside or on the border? Counts the edges east of it; the side of an edge is computed exactly.</summary>
    public bool Covers(double lon, double lat)
    {
        if (!Box.Contains(lon, lat)) return false;
        var inside = false;
        foreach (var polygon in polygons)
            foreach (var ring in polygon)
                for (var at = 2; at < ring.Length; at += 2)
                {
                    double x1 = ring[at - 2], y1 = ring[at - 1], x2 = ring[at], y2 = ring[at + 1];
                    if (x1 < lon && x2 < lon) continue;
                    if (x2 == lon && y2 == lat) return true;
                    if (y1 == lat && y2 == lat)
                    {
                        if (lon >= Math.Min(x1, x2) && lon <= Math.Max(x1, x2)) return true;
                    }
                    else if (y1 > lat != y2 > lat)
                    {
                        var side = CGAlgorithmsDD.OrientationIndex(x1, y1, x2, y2, lon, lat);
                        if (side == 0) return true;
                        if (side > 0 == y2 > y1) inside = !inside;
                    }
                }
        return inside;
    }

    /// <summary>Metres from a point outside to the nearest edge.</summary>
    public double MetersTo(double lon, double lat)
    {
        var east = LocalMetres.PerDegree * Math.Cos(lat * Math.PI / 180);
        var nearest = double.MaxValue;
        foreach (var polygon in polygons)
            foreach (var ring in polygon)
                for (var at = 2; at < ring.Length; at += 2)
                    nearest = Math.Min(nearest, SquareToEdge(
                        (ring[at - 2] - lon) * east, (ring[at - 1] - lat) * LocalMetres.PerDegree,
                        (ring[at] - lon) * east, (ring[at + 1] - lat) * LocalMetres.PerDegree));
        return Math.Sqrt(nearest);
    }

    /// <summary>The rings of polygons, read where they are.</summary>
    public static GridShape ShapeOf(string code, string name, IEnumerable<double[][]> polygons) => new(code, name, [.. polygons.SelectMany(rings => rings).Select(ring => new Ring(ring))]);

    public static double[][] Rings(Polygon polygon) => [Numbers(polygon.ExteriorRing), .. polygon.InteriorRings.Select(Numbers)];

    /// <summary>The square of the distance from the origin to an edge.</summary>
    private static double SquareToEdge(double x1, double y1, double x2, double y2)
    {
        double dx = x2 - x1, dy = y2 - y1, square = dx * dx + dy * dy;
        var along = square == 0 ? 0 : Math.Clamp(-(x1 * dx + y1 * dy) / square, 0, 1);
        double x = x1 + along * dx, y = y1 + along * dy;
        return x * x + y * y;
    }

    private static double[] Numbers(LineString ring)
    {
        var numbers = new double[ring.NumPoints * 2];
        for (var at = 0; at < ring.NumPoints; at++) (numbers[at * 2], numbers[at * 2 + 1]) = (ring.CoordinateSequence.GetX(at), ring.CoordinateSequence.GetY(at));
        return numbers;
    }

    /// <summary>Numbers read as points: a city has too many corners to keep them twice.</summary>
    private sealed class Ring(double[] numbers) : IReadOnlyList<GeoPoint>
    {
        public int Count => numbers.Length / 2;

        public GeoPoint this[int index] => new(numbers[index * 2 + 1], numbers[index * 2]);

        public IEnumerator<GeoPoint> GetEnumerator()
        {
            for (var at = 0; at < Count; at++) yield return this[at];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
