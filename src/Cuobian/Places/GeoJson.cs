using System.Text.Json;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using NetTopologySuite.Geometries;
using Coordinates = Cuobian.Places.Contracts.Coordinates;

namespace Cuobian.Places;

/// <summary>One feature of a GeoJSON file: where it stands in the file, its code and name, and its polygon.</summary>
internal sealed record Feature(string Where, string Code, string Name, Geometry Shape);

/// <summary>Reads polygons from GeoJSON (RFC 7946); what is malformed becomes a fault that names the feature.</summary>
internal static class GeoJson
{
    /// <summary>The good features of a collection; a fault for each of the others.</summary>
    public static async Task<List<Feature>> Read(Stream file, Crs crs, List<Fault> faults, CancellationToken ct)
    {
        using var json = await Parse(file, ct);
        if (json.RootElement is not { ValueKind: JsonValueKind.Object } root || Text(root, "type") != "FeatureCollection"
            || !root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            throw new Invalid([new Fault("file", "places.not_a_collection")]);
        if (features.GetArrayLength() == 0) throw new Invalid([new Fault("file", "places.file_empty")]);

        var found = new List<Feature>();
        foreach (var (at, feature) in features.EnumerateArray().Index())
            if (ReadFeature(feature, $"features[{at}]", crs, faults) is { } good) found.Add(good);
        return found;
    }

    /// <summary>A Polygon or MultiPolygon; null, with a fault, when it is none.</summary>
    public static Geometry? ReadShape(JsonElement geometry, string where, Crs crs, List<Fault> faults)
    {
        var type = geometry.ValueKind == JsonValueKind.Object ? Text(geometry, "type") : "";
        if (type is not ("Polygon" or "MultiPolygon") || !geometry.TryGetProperty("coordinates", out var coordinates))
        {
            faults.Add(new Fault(where, "places.not_a_polygon"));
            return null;
        }
        try
        {
            if (type == "Polygon") return ReadPolygon(coordinates, crs);
            var parts = coordinates.EnumerateArray().Select(part => ReadPolygon(part, crs)).ToArray();
            return parts.Length switch
            {
                0 => throw new Malformed("places.ring_small"),
                1 => parts[0],
                _ => GeometryFactory.Default.CreateMultiPolygon(parts),
            };
        }
        catch (Malformed malformed)
        {
            faults.Add(new Fault(where, malformed.Code));
        }
        catch (InvalidOperationException)
        {
            // An array was expected and something else stood there.
            faults.Add(new Fault(where, "places.not_a_polygon"));
        }
        return null;
    }

    private static async Task<JsonDocument> Parse(Stream file, CancellationToken ct)
    {
        try
        {
            return await JsonDocument.ParseAsync(file, default, ct);
        }
        catch (JsonException bad)
        {
            throw new Invalid([new Fault("file", "places.not_json", (bad.LineNumber ?? 0) + 1)]);
        }
    }

    private static Feature? ReadFeature(JsonElement feature, string where, Crs crs, List<Fault> faults)
    {
        if (feature.ValueKind != JsonValueKind.Object || !feature.TryGetProperty("geometry", out var geometry))
        {
            faults.Add(new Fault(where, "places.not_a_polygon"));
            return null;
        }
        var properties = feature.TryGetProperty("properties", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var code = Text(properties, "code") is { Length: > 0 } given ? given : Text(properties, "adcode");
        return ReadShape(geometry, where + ".geometry", crs, faults) is { } shape
            ? new Feature(where, code.Trim(), Text(properties, "name").Trim(), shape)
            : null;
    }

    private static Polygon ReadPolygon(JsonElement rings, Crs crs)
    {
        var read = rings.EnumerateArray().Select(ring => ReadRing(ring, crs)).ToList();
        if (read.Count == 0) throw new Malformed("places.ring_small");
        return GeometryFactory.Default.CreatePolygon(read[0], [.. read.Skip(1)]);
    }

    private static LinearRing ReadRing(JsonElement ring, Crs crs)
    {
        var positions = ring.EnumerateArray().Select(position => ReadPosition(position, crs)).ToArray();
        if (positions.Length < 2) throw new Malformed("places.ring_small");
        if (!positions[0].Equals2D(positions[^1])) throw new Malformed("places.ring_open");
        if (positions.Length < 4) throw new Malformed("places.ring_small");
        return GeometryFactory.Default.CreateLinearRing(positions);
    }

    private static Coordinate ReadPosition(JsonElement position, Crs crs)
    {
        if (position.GetArrayLength() < 2) throw new Malformed("places.not_a_polygon");
        if (!position[0].TryGetDouble(out var lon) || !position[1].TryGetDouble(out var lat)) throw new Malformed("places.not_a_polygon");
        var point = new GeoPoint(lat, lon);
        if (!Coordinates.OnEarth(point)) throw new Malformed("places.not_on_earth");
        point = Coordinates.ToWgs84(point, crs);
        return new Coordinate(point.Lon, point.Lat);
    }

    /// <summary>A property as text; numbers too, because some programs write codes as numbers.</summary>
    private static string Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.Number => value.GetRawText(),
                _ => "",
            }
            : "";

    private sealed class Malformed(string code) : Exception(code)
    {
        public string Code => Message;
    }
}
