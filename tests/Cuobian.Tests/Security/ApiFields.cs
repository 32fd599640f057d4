using System.Text.Json;
using System.Text.Json.Nodes;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Places;
using Cuobian.Tests.Support;

namespace Cuobian.Tests.Security;

/// <summary>Every route that takes a form, and the text fields of each, as the API document of the house lists them: a new route cannot be forgotten.</summary>
internal sealed class ApiFields(JsonElement document)
{
    private const int Deepest = 4;

    /// <summary>What a field must hold to get past its check: codes, addresses and the like. All other texts are free.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["unitCode"] = Ward.Lead,
        ["unit"] = Ward.Lead,
        ["leadUnit"] = Ward.Lead,
        ["unitCodes"] = Ward.OtherLead,
        ["categoryCode"] = Ward.Lamp,
        ["category"] = Ward.Lamp,
        ["areaCode"] = Town.One,
        ["area"] = Town.One,
        ["community"] = Town.One,
        ["grid"] = Ward.Grid,
        ["phone"] = "13900001234",
        ["url"] = "https://127.0.0.1:9/x",
        ["crs"] = "wgs84",
        ["login"] = "boss",
        ["owner"] = "boss",
        ["due"] = "2026-12-31",
        ["from"] = "2026-03-17",
        ["day"] = "2026-03-17",
        ["divertTo"] = "mediation",
        ["type"] = "DJ",
        ["kind"] = "json",
        ["role"] = "worker",
        ["mail"] = "someone@house.example",
        ["quietFrom"] = "22:00",
        ["quietUntil"] = "07:00",
    };

    /// <summary>One route, one text field in it, and where the field stands.</summary>
    internal sealed record Field(string Method, string Path, IReadOnlyList<string> Way)
    {
        public override string ToString() => $"{Method} {Path} {string.Join('.', Way)}";
    }

    public static async Task<ApiFields> Of(CuobianApp app)
    {
        using var client = app.CreateClient();
        return new ApiFields(JsonElement.Parse(await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken)));
    }

    public IReadOnlyList<(string Method, string Path)> Routes =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from act in path.Value.EnumerateObject()
           where act.Name is "post" or "put" or "patch" && Form(act.Value) is not null
           orderby path.Name.Count(c => c == '/'), path.Name
           select (act.Name.ToUpperInvariant(), path.Name),
    ];

    public IEnumerable<Field> Texts(string method, string path) => Ways(FormOf(method, path)!.Value, [], 0).Select(way => new Field(method, path, way));

    /// <summary>A form with a free text everywhere, or with another text in one field.</summary>
    public JsonNode Fill(string method, string path, string free, IReadOnlyList<string>? way = null, string? other = null)
    {
        var form = Value(FormOf(method, path)!.Value, "", free, 0) ?? new JsonObject();
        if (way is null) return form;
        var at = form;
        foreach (var step in way.SkipLast(1)) at = step == "[]" ? at![0] : at![step];
        if (way[^1] == "[]") at!.AsArray()[0] = other;
        else at!.AsObject()[way[^1]] = other;
        return form;
    }

    private JsonElement? FormOf(string method, string path) => Form(document.GetProperty("paths").GetProperty(path).GetProperty(method.ToLowerInvariant()));

    private static JsonElement? Form(JsonElement act) =>
        act.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json) && json.TryGetProperty("schema", out var schema) ? schema : null;

    private IEnumerable<IReadOnlyList<string>> Ways(JsonElement schema, string[] so, int deep)
    {
        var (shape, kind) = Shape(schema);
        if (deep > Deepest) return [];
        if (kind == "string") return shape.TryGetProperty("enum", out _) || shape.TryGetProperty("format", out _) || so.Length == 0 ? [] : [so];
        if (kind == "array") return Ways(shape.GetProperty("items"), [.. so, "[]"], deep + 1);
        return shape.TryGetProperty("properties", out var fields) ? fields.EnumerateObject().SelectMany(f => Ways(f.Value, [.. so, f.Name], deep + 1)) : [];
    }

    private JsonNode? Value(JsonElement schema, string name, string free, int deep)
    {
        var (shape, kind) = Shape(schema);
        if (deep > Deepest) return null;
        switch (kind)
        {
            case "string" when shape.TryGetProperty("enum", out var words): return words.EnumerateArray().First(w => w.ValueKind == JsonValueKind.String).GetString();
            case "string" when shape.TryGetProperty("format", out var format): return Formatted(format.GetString()!);
            case "string": return Known.GetValueOrDefault(name, free);
            case "integer": return 2;
            case "number": return name.Equals("lat", StringComparison.OrdinalIgnoreCase) ? Town.Lat(1) : name.StartsWith("lo", StringComparison.OrdinalIgnoreCase) ? Town.Lon(1) : 1.0;
            case "boolean": return true;
            case "array": return Items(shape, name, free, deep);
        }
        var node = new JsonObject();
        if (shape.TryGetProperty("properties", out var fields))
            foreach (var field in fields.EnumerateObject()) node[field.Name] = Value(field.Value, field.Name, free, deep + 1);
        return node;
    }

    private JsonArray Items(JsonElement shape, string name, string free, int deep)
    {
        var items = new JsonArray();
        // Photos and the like are named by ids that nobody here has.
        if (Shape(shape.GetProperty("items")) is (var item, "string") && item.TryGetProperty("format", out _)) return items;
        for (var n = 0; n < 2; n++) items.Add(Value(shape.GetProperty("items"), name, free, deep + 1));
        return items;
    }

    private static string Formatted(string format) => format switch
    {
        "date-time" => "2026-03-18T09:00:00+08:00",
        "date" => "2026-03-18",
        "uuid" => Guid.Empty.ToString(),
        "time" => "09:00",
        _ => "1",
    };

    /// <summary>The schema behind references and beside null, and its kind.</summary>
    private (JsonElement Shape, string Kind) Shape(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Shape(document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]));
        foreach (var word in new[] { "oneOf", "anyOf", "allOf" })
            if (schema.TryGetProperty(word, out var some)) return Shape(some.EnumerateArray().First(s => !(s.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "null")));
        if (schema.TryGetProperty("enum", out _)) return (schema, "string");
        if (!schema.TryGetProperty("type", out var kind)) return (schema, "object");
        var kinds = kind.ValueKind == JsonValueKind.Array ? kind.EnumerateArray().Select(k => k.GetString()!).Where(k => k != "null").ToList() : [kind.GetString()!];
        return (schema, kinds.Contains("number") ? "number" : kinds.Contains("integer") ? "integer" : kinds.Count > 0 ? kinds[0] : "object");
    }
}
