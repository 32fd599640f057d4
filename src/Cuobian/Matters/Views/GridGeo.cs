using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.Net.Http.Headers;

namespace Cuobian.Matters;

/// <summary>What a map says of one grid: how many, whether something is overdue, and where a press leads.</summary>
public sealed record GridSign(int Number, bool Late, string? Href);

/// <summary>
/// Grids with their figures for a map in the browser (GeoJSON). Corners fall onto a raster as fine as a large screen, so neighbours
/// keep their common border and a whole city stays small; of too many grids only those with something to tell come, as points.
/// </summary>
internal static class GridGeo
{
    public const int MostDrawn = 3000;
    private const double Raster = 8192;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static byte[] Write(IReadOnlyList<GridShape> shapes, Func<GridShape, GridSign> sign, Func<string, GeoPoint?> middle)
    {
        var step = StepOf(shapes);
        var drawn = shapes.Count <= MostDrawn;
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            foreach (var shape in shapes)
            {
                var told = sign(shape);
                if (drawn || told.Number > 0) Feature(json, shape, told, middle(shape.Code) ?? shape.Rings[0][0], drawn ? step : null);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The answer to a browser, or that nothing changed since it asked last.</summary>
    public static IResult Answer(HttpContext http, byte[] content, bool isPublic)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"", isWeak: true);
        http.Response.Headers.CacheControl = isPublic ? "public, max-age=60" : "private, no-cache";
        http.Response.Headers.ETag = tag.ToString();
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(content, "application/geo+json");
    }

    private static double StepOf(IReadOnlyList<GridShape> shapes)
    {
        var points = shapes.SelectMany(shape => shape.Rings[0]).ToList();
        if (points.Count == 0) return 1e-6;
        var extent = Math.Max(points.Max(p => p.Lon) - points.Min(p => p.Lon), points.Max(p => p.Lat) - points.Min(p => p.Lat));
        return Math.Max(1e-6, extent / Raster);
    }

    private static void Feature(Utf8JsonWriter json, GridShape shape, GridSign told, GeoPoint middle, double? step)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("properties");
        json.WriteString("code", shape.Code);
        json.WriteString("name", shape.Name);
        json.WriteNumber("n", told.Number);
        json.WriteBoolean("late", told.Late);
        if (told.Href is not null) json.WriteString("href", told.Href);
        json.WritePropertyName("at");
        Point(json, middle, 1e-6);
        json.WriteEndObject();
        json.WriteStartObject("geometry");
        json.WriteString("type", step is null ? "Point" : "Polygon");
        json.WritePropertyName("coordinates");
        if (step is { } raster) Rings(json, shape, raster);
        else Point(json, middle, 1e-6);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Rings(Utf8JsonWriter json, GridShape shape, double step)
    {
        json.WriteStartArray();
        foreach (var ring in shape.Rings)
        {
            var places = Coarse(ring, step);
            // A ring too small for the raster is drawn as it is.
            json.WriteStartArray();
            if (places.Count < 4) foreach (var point in ring) Point(json, point, 1e-6);
            else foreach (var (x, y) in places) Point(json, new GeoPoint(y * step, x * step), step);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static List<(long X, long Y)> Coarse(IReadOnlyList<GeoPoint> ring, double step)
    {
        var places = new List<(long X, long Y)>(ring.Count);
        foreach (var point in ring)
        {
            var place = ((long)Math.Round(point.Lon / step), (long)Math.Round(point.Lat / step));
            if (places.Count == 0 || places[^1] != place) places.Add(place);
        }
        return places;
    }

    private static void Point(Utf8JsonWriter json, GeoPoint point, double step)
    {
        var digits = step < 1e-5 ? 6 : 5;
        json.WriteStartArray();
        json.WriteNumberValue(Math.Round(point.Lon, digits));
        json.WriteNumberValue(Math.Round(point.Lat, digits));
        json.WriteEndArray();
    }
}
