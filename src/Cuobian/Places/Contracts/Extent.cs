namespace Cuobian.Places.Contracts;

/// <summary>How far something reaches, in degrees.</summary>
public readonly record struct Extent(double South, double West, double North, double East)
{
    /// <summary>Null where there is nothing.</summary>
    public static Extent? Of(IEnumerable<GridShape> shapes)
    {
        Extent? all = null;
        foreach (var shape in shapes)
            foreach (var point in shape.Rings[0])
                all = all is { } so ? new Extent(Math.Min(so.South, point.Lat), Math.Min(so.West, point.Lon), Math.Max(so.North, point.Lat), Math.Max(so.East, point.Lon)) : new Extent(point.Lat, point.Lon, point.Lat, point.Lon);
        return all;
    }
}
