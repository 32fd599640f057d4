using Cuobian.Kernel;

namespace Cuobian.Field;

/// <summary>A place on a route where the walker looks around; its position may be unknown.</summary>
public sealed class RoutePoint
{
    public Guid RouteId { get; init; }

    /// <summary>Its place in the order, from one.</summary>
    public required int Seq { get; init; }

    public required string Name { get; init; }

    public double? Lat { get; init; }

    public double? Lon { get; init; }
}

/// <summary>The way through a grid that its community laid out: points in order. A changed route is a new one, so that old walks stay true.</summary>
public sealed class PatrolRoute : Aggregate
{
    private PatrolRoute() { }

    public string Grid { get; private init; } = "";

    public string Name { get; private init; } = "";

    public DateTimeOffset MadeAt { get; private init; }

    public Guid? MadeBy { get; private init; }

    /// <summary>From here on nobody walks it; null while it is used.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    public List<RoutePoint> Points { get; private init; } = [];

    public static PatrolRoute Plan(string grid, string name, IEnumerable<(string Name, GeoPoint? At)> points, Guid? by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Grid = grid,
        Name = name,
        MadeAt = now,
        MadeBy = by,
        Points = [.. points.Select((p, at) => new RoutePoint { Seq = at + 1, Name = p.Name, Lat = p.At?.Lat, Lon = p.At?.Lon })],
    };

    public void Retire(DateTimeOffset now)
    {
        Refused.If(RetiredAt is not null, "field.route_retired");
        RetiredAt = now;
    }
}
