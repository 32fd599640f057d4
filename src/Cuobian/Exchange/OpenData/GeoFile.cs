using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Cuobian.Exchange.Open311;
using Cuobian.Matters.Contracts;

namespace Cuobian.Exchange.OpenData;

/// <summary>Public matters for maps: each at the middle of its grid (GeoJSON, RFC 7946).</summary>
internal static class GeoFile
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static byte[] Write(OpenPage page, RequestFields requests)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteString("license", page.Licence);
            if (page.Next is not null) json.WriteString("next", page.Next);
            json.WriteStartArray("features");
            foreach (var m in page.Items) Feature(json, m, requests);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    private static void Feature(Utf8JsonWriter json, ListedMatter m, RequestFields requests)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", m.Number);
        json.WritePropertyName("geometry");
        if (m.GridCentre is { } centre)
        {
            json.WriteStartObject();
            json.WriteString("type", "Point");
            json.WriteStartArray("coordinates");
            json.WriteNumberValue(centre.Lon);
            json.WriteNumberValue(centre.Lat);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        else json.WriteNullValue();
        Properties(json, m, requests);
        json.WriteEndObject();
    }

    private static void Properties(Utf8JsonWriter json, ListedMatter m, RequestFields requests)
    {
        json.WriteStartObject("properties");
        json.WriteString("status", RequestFields.Status(m.IsOpen));
        json.WriteString("state", m.State);
        json.WriteString("status_notes", requests.Notes(m));
        json.WriteString("category", m.Category);
        json.WriteString("category_name", m.CategoryName);
        json.WriteString("area", m.Area);
        json.WriteString("area_name", m.AreaName);
        json.WriteString("unit", m.Unit);
        json.WriteString("registered_at", ReplyWriter.Instant(m.RegisteredAt));
        json.WriteString("updated_at", ReplyWriter.Instant(m.UpdatedAt));
        if (m.ClosedAt is { } closed) json.WriteString("closed_at", ReplyWriter.Instant(closed));
        json.WriteNumber("supporters", m.Supporters);
        json.WriteEndObject();
    }
}
