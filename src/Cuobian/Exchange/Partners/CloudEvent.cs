using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Cuobian.Kernel;

namespace Cuobian.Exchange.Partners;

/// <summary>A message in the CloudEvents 1.0 JSON envelope.</summary>
public sealed record CloudEvent(string Id, string Source, string Type, string? Subject, DateTimeOffset? Time, JsonElement? Data)
{
    public const string ContentType = "application/cloudevents+json; charset=utf-8";
    private const string Broken = "exchange.event_bad";
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };
    private static readonly HashSet<string> Known = ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "data", "data_base64"];

    public static string Write(string id, string source, string type, string subject, DateTimeOffset time, object data) => JsonSerializer.Serialize(new
    {
        specversion = "1.0",
        id,
        source,
        type,
        subject,
        time = time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        datacontenttype = "application/json",
        data,
    }, Plain);

    /// <summary>Throws <see cref="Invalid"/> at the attribute that breaks a rule of the specification.</summary>
    public static CloudEvent Read(ReadOnlyMemory<byte> json)
    {
        using var document = Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw Bad("$");
        if (Text(root, "specversion") != "1.0") throw Bad("specversion");
        foreach (var member in root.EnumerateObject())
            if (!Known.Contains(member.Name) && !member.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))) throw Bad(member.Name);
        if (Has(root, "data") && Has(root, "data_base64")) throw Bad("data_base64");
        return new CloudEvent(Required(root, "id"), Required(root, "source"), Required(root, "type"), Text(root, "subject"), TimeOf(root),
            Has(root, "data") ? root.GetProperty("data").Clone() : null);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            throw Bad("$");
        }
    }

    private static DateTimeOffset? TimeOf(JsonElement root)
    {
        if (Text(root, "time") is not { } text) return null;
        var formed = text.Length > 6 && text.Contains('T', StringComparison.OrdinalIgnoreCase) && (text.EndsWith('Z') || text.EndsWith('z') || text[^6] is '+' or '-');
        return formed && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : throw Bad("time");
    }

    private static bool Has(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string? Text(JsonElement root, string name) =>
        !Has(root, name) ? null : root.GetProperty(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : throw Bad(name);

    private static string Required(JsonElement root, string name) => Text(root, name) is { Length: > 0 } text ? text : throw Bad(name);

    private static Invalid Bad(string field) => new([new Fault(field, Broken, field)]);
}
