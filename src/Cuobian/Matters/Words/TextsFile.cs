using System.IO.Compression;
using System.Text.Json;
using CsvHelper;

namespace Cuobian.Matters.Words;

/// <summary>Reads texts from a file, packed or not: JSON lines with text and category, or CSV with a header.</summary>
internal static class TextsFile
{
    private static readonly string[] TextNames = ["text"];
    private static readonly string[] LabelNames = ["category", "label"];
    private static readonly string[] IdNames = ["message_id", "id"];

    /// <summary>Texts with their labels; a row without either is an error that names its line.</summary>
    public static List<LabelledText> Labelled(FileInfo file) =>
        [.. Rows(file).Select((row, at) => row is { Text: { Length: > 0 } text, Label: { Length: > 0 } label }
            ? new LabelledText(text, label) { Id = row.Id }
            : throw new InvalidDataException($"{file.Name}, row {at + 1}: a text and a category are needed."))];

    /// <summary>Only the texts; a row without one is an empty text.</summary>
    public static IEnumerable<string> Texts(FileInfo file) => Rows(file).Select(row => row.Text ?? "");

    private static IEnumerable<Row> Rows(FileInfo file)
    {
        var packed = IsPacked(file);
        var name = packed ? file.Name[..^3] : file.Name;
        return name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            ? Csv(file, packed, value => new Row(TextOf(value), value(LabelNames), value(IdNames)))
            : JsonLines(file, packed);
    }

    private static bool IsPacked(FileInfo file) => file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static StreamReader Open(FileInfo file, bool packed) =>
        new(packed ? new GZipStream(file.OpenRead(), CompressionMode.Decompress) : file.OpenRead());

    private static IEnumerable<Row> JsonLines(FileInfo file, bool packed)
    {
        using var reader = Open(file, packed);
        for (var line = 1; reader.ReadLine() is { } json; line++)
            if (!string.IsNullOrWhiteSpace(json)) yield return Parse(json, $"{file.Name}, line {line}");
    }

    private static Row Parse(string json, string where)
    {
        try
        {
            using var row = JsonDocument.Parse(json);
            if (row.RootElement.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"{where}: an object with text is needed.");
            string? Value(string[] names) => names.Select(n => row.RootElement.TryGetProperty(n, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
                .FirstOrDefault(value => value is not null);
            return new Row(Value(TextNames), Value(LabelNames), Value(IdNames));
        }
        catch (JsonException)
        {
            throw new InvalidDataException($"{where}: this is no JSON.");
        }
    }

    /// <summary>Texts and what each judge named their issue, from the columns named.</summary>
    public static List<IssueText> WithIssues(FileInfo file, string[] columns) => Csv(file, IsPacked(file), value =>
        new IssueText(TextOf(value), [.. columns.Select(column => value([column]) ?? throw new InvalidDataException($"{file.Name} has no column {column}."))]));

    private static string TextOf(Func<string[], string?> value) =>
        value(["text"]) ?? Joined(value(["tokens"])) ?? $"{value(["subject"])}\n{value(["body"])}".Trim();

    private static List<T> Csv<T>(FileInfo file, bool packed, Func<Func<string[], string?>, T> read)
    {
        if (!file.Exists) throw new InvalidDataException($"There is no file {file.FullName}.");
        using var reader = Open(file, packed);
        using var bytes = new MemoryStream();
        reader.BaseStream.CopyTo(bytes);
        using var csv = CsvReader.Create(bytes.ToArray(), new CsvReaderOptions { Separator = ',', FieldCountMismatch = CsvFieldCountHandling.Skip });
        csv.ReadHeader();
        var header = csv.Headers.Select(name => name.Trim('\uFEFF', ' ').ToLowerInvariant()).ToList();
        string? Value(string[] names) => names.Select(name => header.IndexOf(name) is var at and >= 0 ? csv.GetString(at) : null).FirstOrDefault(value => value is not null);
        var rows = new List<T>();
        while (csv.Read()) rows.Add(read(Value));
        return rows;
    }

    /// <summary>A text that somebody cut into words is put together again; a whole report has no such blanks.</summary>
    private static string? Joined(string? tokens) => tokens?.Replace(" ", "", StringComparison.Ordinal);

    private sealed record Row(string? Text, string? Label, string? Id);
}
