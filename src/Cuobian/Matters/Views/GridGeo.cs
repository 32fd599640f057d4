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
public sealed record GridSign(int Number, bool Late, string? Href)
{
    /// <summary>How many in each of its grids on average, where an area stands for them: what it is shaded by.</summary>
    public int Mean { get; init; } = Number;
}

/// <summary>
/// Grids with their figures for a map in the browser (GeoJSON), or the areas they make up where they are too many to be seen. Corners fall
/// onto a raster as fine as a large screen, so neighbours keep their common border and a whole city stays small.
/// </summary>
internal static class GridGeo
{
    public const int MostDrawn = 1000;
    private const double Raster = 8192;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>What a map of an area shows: its grids, or else its communities or townships.</summary>
    public static IReadOnlyList<GridShape> Drawn(IPlaces places, string area) =>
        Some(places.Shapes(area)) ?? Some(places.Outlines(area, AreaLevel.Community)) ?? places.Outlines(area, AreaLevel.Township);

    public static byte[] Write(IReadOnlyList<GridShape> shapes, Func<GridShape, GridSign> sign)
    {
        var step = StepOf(shapes);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            foreach (var shape in shapes) Feature(json, shape, sign(shape), step);
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

    private static IReadOnlyList<GridShape>? Some(IReadOnlyList<GridShape> shapes) => shapes.Count <= MostDrawn ? shapes : null;

    private static double StepOf(IReadOnlyList<GridShape> shapes) =>
        Extent.Of(shapes) is { } box ? Math.Max(1e-6, Math.Max(box.East - box.West, box.North - box.South) / Raster) : 1e-6;

    private static void Feature(Utf8JsonWriter json, GridShape shape, GridSign told, double step)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("properties");
        json.WriteString("code", shape.Code);
        json.WriteString("name", shape.Name);
        json.WriteNumber("n", told.Number);
        json.WriteNumber("mean", told.Mean);
        json.WriteBoolean("late", told.Late);
        if (told.Href is not null) json.WriteString("href", told.Href);
        json.WritePropertyName("at");
        Point(json, GridCentres.Middle(shape), 1e-6);
        json.WriteEndObject();
        json.WriteStartObject("geometry");
        json.WriteString("type", "Polygon");
        json.WritePropertyName("coordinates");
        Rings(json, shape, step);
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
