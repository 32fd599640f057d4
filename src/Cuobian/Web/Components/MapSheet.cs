using System.Globalization;
using System.Text;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;

namespace Cuobian.Web.Components;

/// <summary>A small flat map: turns borders in degrees into paths of whole numbers on a sheet whose longer side is 1000.</summary>
internal sealed class MapSheet
{
    private const int Side = 1000;
    private const double MetersPerDegree = 111_320;

    private readonly double west;
    private readonly double north;
    private readonly double perLon;
    private readonly double perLat;

    private MapSheet(double west, double south, double east, double north)
    {
        var narrowing = Math.Cos((south + north) / 2 * Math.PI / 180);
        var scale = Side / Math.Max(Math.Max((east - west) * narrowing, north - south), 1e-6);
        (this.west, this.north, perLon, perLat) = (west, north, scale * narrowing, scale);
        (Width, Height) = (Math.Max(1, X(east)), Math.Max(1, Y(south)));
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>A sheet that holds all the shapes.</summary>
    public static MapSheet Of(IReadOnlyList<GridShape> shapes) =>
        Extent.Of(shapes) is { } all ? new MapSheet(all.West, all.South, all.East, all.North) : new MapSheet(0, 0, 1, 1);

    /// <summary>A square sheet around a point.</summary>
    public static MapSheet Around(GeoPoint point, double meters)
    {
        var lat = meters / MetersPerDegree;
        var lon = lat / Math.Cos(point.Lat * Math.PI / 180);
        return new MapSheet(point.Lon - lon, point.Lat - lat, point.Lon + lon, point.Lat + lat);
    }

    public int X(double lon) => (int)Math.Round((lon - west) * perLon);

    public int Y(double lat) => (int)Math.Round((north - lat) * perLat);

    /// <summary>The shape as an SVG path in relative steps; null when it lies off the sheet or is too small to see.</summary>
    public string? Path(GridShape shape)
    {
        var outer = Places(shape.Rings[0]);
        if (outer.Count < 3 || IsOff(outer)) return null;
        var path = new StringBuilder();
        foreach (var ring in shape.Rings) Draw(path, Places(ring));
        return path.ToString();
    }

    /// <summary>The middle of the shape's frame, for a mark upon it.</summary>
    public (int X, int Y) Middle(GridShape shape)
    {
        var outer = Places(shape.Rings[0]);
        return ((outer.Min(p => p.X) + outer.Max(p => p.X)) / 2, (outer.Min(p => p.Y) + outer.Max(p => p.Y)) / 2);
    }

    private List<(int X, int Y)> Places(IReadOnlyList<GeoPoint> ring)
    {
        var places = new List<(int X, int Y)>(ring.Count);
        foreach (var point in ring)
        {
            var place = (X(point.Lon), Y(point.Lat));
            if (places.Count == 0 || places[^1] != place) places.Add(place);
        }
        if (places.Count > 1 && places[0] == places[^1]) places.RemoveAt(places.Count - 1);
        return places;
    }

    private bool IsOff(List<(int X, int Y)> outer) =>
        outer.All(p => p.X < 0) || outer.All(p => p.X > Width) || outer.All(p => p.Y < 0) || outer.All(p => p.Y > Height);

    private static void Draw(StringBuilder path, List<(int X, int Y)> ring)
    {
        if (ring.Count < 3) return;
        path.Append(CultureInfo.InvariantCulture, $"M{ring[0].X} {ring[0].Y}l");
        for (var i = 1; i < ring.Count; i++)
        {
            if (i > 1) Part(path, ring[i].X - ring[i - 1].X);
            else path.Append(ring[i].X - ring[0].X);
            Part(path, ring[i].Y - ring[i - 1].Y);
        }
        path.Append('z');
    }

    /// <summary>A minus sign already parts two numbers.</summary>
    private static void Part(StringBuilder path, int number)
    {
        if (number >= 0) path.Append(' ');
        path.Append(number);
    }
}
