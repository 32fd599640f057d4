using Cuobian.Kernel;

namespace Cuobian.Field;

/// <summary>Somebody was at a point of the route: when, where the phone was, and what they saw.</summary>
public sealed class CheckIn
{
    public Guid PatrolId { get; init; }

    /// <summary>The point's place in the order of the route.</summary>
    public required int Point { get; init; }

    public required DateTimeOffset At { get; init; }

    public double? Lat { get; init; }

    public double? Lon { get; init; }

    /// <summary>How far the phone was from the point; null when one of the two positions is unknown.</summary>
    public int? Meters { get; init; }

    public string? Words { get; init; }
}

/// <summary>One walk along a route, with its check-ins. The phone names it, so that it is one walk however often it is sent.</summary>
public sealed class Patrol : Aggregate
{
    private Patrol() { }

    public Guid RouteId { get; private init; }

    public string Grid { get; private init; } = "";

    public Guid By { get; private init; }

    public DateTimeOffset StartedAt { get; private init; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public string? Words { get; private set; }

    public List<CheckIn> CheckIns { get; private init; } = [];

    public static Patrol Start(Guid id, PatrolRoute route, Guid by, DateTimeOffset at)
    {
        Refused.If(route.RetiredAt <= at, "field.route_retired");
        return new Patrol { Id = id, RouteId = route.Id, Grid = route.Grid, By = by, StartedAt = at };
    }

    /// <summary>The first check-in at a point counts.</summary>
    public void CheckInAt(RoutePoint point, DateTimeOffset at, GeoPoint? position, string? words)
    {
        Refused.If(FinishedAt is not null, "field.patrol_finished");
        Refused.If(at < StartedAt, "field.before_start");
        if (CheckIns.Exists(c => c.Point == point.Seq)) return;
        CheckIns.Add(new CheckIn { PatrolId = Id, Point = point.Seq, At = at, Lat = position?.Lat, Lon = position?.Lon, Meters = Distance.Between(point, position), Words = words });
    }

    public void Finish(DateTimeOffset at, string? words)
    {
        if (FinishedAt is not null) return;
        Refused.If(at < StartedAt, "field.before_start");
        (FinishedAt, Words) = (at, words);
    }
}

/// <summary>How far two places are apart.</summary>
internal static class Distance
{
    private const double Radius = 6_371_000;

    public static int? Between(RoutePoint point, GeoPoint? position)
    {
        if (point is not { Lat: { } lat, Lon: { } lon } || position is not { } here) return null;
        double Rad(double degrees) => degrees * Math.PI / 180;
        var share = Math.Pow(Math.Sin(Rad(here.Lat - lat) / 2), 2) + Math.Cos(Rad(lat)) * Math.Cos(Rad(here.Lat)) * Math.Pow(Math.Sin(Rad(here.Lon - lon) / 2), 2);
        return (int)Math.Round(2 * Radius * Math.Asin(Math.Sqrt(share)));
    }
}
