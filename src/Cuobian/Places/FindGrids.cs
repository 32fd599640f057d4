using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.Net.Http.Headers;

namespace Cuobian.Places;

/// <summary>Gives the borders of the grids below an area as GeoJSON; a map asks again only when the edition changed.</summary>
internal sealed class FindGrids(PlacesMap map)
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static void Map(IEndpointRouteBuilder places) =>
        places.MapGet("/grids", (string? prefix, FindGrids find, HttpContext http) => find.Answer(prefix ?? "", http))
            .Produces(200, contentType: "application/geo+json").ProducesProblem(400);

    public static async Task Write(Stream to, IEnumerable<GridCell> cells, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(to, Readable);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        foreach (var cell in cells)
        {
            Write(json, cell);
            if (json.BytesPending > 32 << 10) await json.FlushAsync(ct);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private IResult Answer(string prefix, HttpContext http)
    {
        new Faults().If(prefix.AsSpan().ContainsAnyExceptInRange('0', '9') || prefix.Length > 15, "prefix", "places.code_malformed", prefix).Throw();
        var atlas = map.Now;
        var tag = new EntityTagHeaderValue($"\"places-{atlas.Edition}\"", isWeak: true);
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        return Results.Stream(to => Write(to, atlas.Grids.Below(prefix), http.RequestAborted), "application/geo+json", entityTag: tag);
    }

    private static void Write(Utf8JsonWriter json, GridCell cell)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("properties");
        json.WriteString("code", cell.Grid.Code);
        json.WriteString("name", cell.Grid.Name);
        json.WriteString("kind", AreaCode.KindOf(cell.Grid.Code) == GridKind.Dedicated ? "dedicated" : "general");
        json.WriteEndObject();
        json.WriteStartObject("geometry");
        var single = cell.Polygons.Count == 1;
        json.WriteString("type", single ? "Polygon" : "MultiPolygon");
        json.WritePropertyName("coordinates");
        if (!single) json.WriteStartArray();
        foreach (var rings in cell.Polygons) Write(json, rings);
        if (!single) json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<double[]> rings)
    {
        json.WriteStartArray();
        foreach (var ring in rings)
        {
            json.WriteStartArray();
            for (var at = 0; at < ring.Length; at += 2)
            {
                json.WriteStartArray();
                json.WriteNumberValue(ring[at]);
                json.WriteNumberValue(ring[at + 1]);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
