using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NetTopologySuite.Geometries;

namespace Cuobian.Places.Borders;

/// <summary>A grid as it would be: its ground as GeoJSON, how large it is, and what lies on it.</summary>
public sealed record GroundPart(string Name, double SquareMetres, int Buildings, int Open, JsonElement Geometry)
{
    [JsonIgnore] public Geometry? Ground { get; init; }
}

/// <summary>What a change of borders would make; nothing was changed yet.</summary>
public sealed record GroundPreview(IReadOnlyList<GroundPart> Parts, int OpenElsewhere, IReadOnlyList<Notice> Warnings);

/// <summary>What a change of borders made, or what will be from a day on.</summary>
internal sealed record BorderOutcome(IReadOnlyList<string> Grids, DateTimeOffset From, bool Planned);

/// <summary>Writes ground as GeoJSON, longitude first.</summary>
internal static class GroundText
{
    public static JsonElement Of(Geometry ground) => JsonElement.Parse(ground is MultiPolygon many
        ? $$"""{"type":"MultiPolygon","coordinates":[{{string.Join(',', many.Geometries.Cast<Polygon>().Select(Rings))}}]}"""
        : $$"""{"type":"Polygon","coordinates":{{Rings((Polygon)ground)}}}""");

    private static string Rings(Polygon polygon) => $"[{string.Join(',', polygon.InteriorRings.Prepend(polygon.ExteriorRing).Select(Ring))}]";

    private static string Ring(LineString ring) =>
        $"[{string.Join(',', ring.Coordinates.Select(c => string.Create(CultureInfo.InvariantCulture, $"[{c.X:R},{c.Y:R}]")))}]";
}
