using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Cuobian.Matters.Rules;

/// <summary>One row of settings as people write it: named texts under a key; an empty text counts as absent.</summary>
public sealed class Row
{
    /// <summary>The column of the key in files.</summary>
    public const string KeyColumn = "key";

    public Row(string key, IEnumerable<KeyValuePair<string, string>> values)
    {
        Key = key;
        Values = values.Where(v => v.Key != KeyColumn && v.Value.Length > 0).ToDictionary(v => v.Key, v => v.Value);
    }

    public Row(string key, params (string Name, string Value)[] values) : this(key, values.Select(v => KeyValuePair.Create(v.Name, v.Value))) { }

    public string Key { get; }

    public IReadOnlyDictionary<string, string> Values { get; }

    public string this[string field] => Values.GetValueOrDefault(field, "");

    public bool IsSameAs(Row other) =>
        Key == other.Key && Values.Count == other.Values.Count && Values.All(v => other[v.Key] == v.Value);
}

/// <summary>Rows as they are stored and exported: a JSON list of objects.</summary>
internal static class Rows
{
    private static readonly JsonWriterOptions Form = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Write(IEnumerable<Row> rows, bool indented = false)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Form with { Indented = indented }))
        {
            json.WriteStartArray();
            foreach (var row in rows) Write(json, row);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Null when the text is no list of objects that hold texts.</summary>
    public static List<Row>? Read(string text)
    {
        try
        {
            var objects = JsonSerializer.Deserialize<List<Dictionary<string, string?>>>(text);
            return objects is null || objects.Any(o => o is null) ? null
                : [.. objects.Select(o => new Row(o.GetValueOrDefault(Row.KeyColumn) ?? "", o.Select(v => KeyValuePair.Create(v.Key, v.Value ?? ""))))];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter json, Row row)
    {
        json.WriteStartObject();
        json.WriteString(Row.KeyColumn, row.Key);
        foreach (var (name, value) in row.Values) json.WriteString(name, value);
        json.WriteEndObject();
    }
}
