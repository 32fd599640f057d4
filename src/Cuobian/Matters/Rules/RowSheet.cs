using System.Text;
using System.Text.Unicode;
using Cuobian.Kernel;
using CsvHelper;

namespace Cuobian.Matters.Rules;

/// <summary>Rows as a file for spreadsheets, and back from CSV or JSON.</summary>
internal static class RowSheet
{
    public const int MostBytes = 4_000_000;
    private const int MostRows = 5000;
    private const string Formula = "=+-@";

    /// <summary>The byte order mark lets spreadsheets read the Chinese.</summary>
    public static byte[] Csv(Catalogue catalogue, IEnumerable<Row> rows)
    {
        var names = catalogue.Fields.Select(f => f.Name).ToArray();
        var text = new StringBuilder("\uFEFF").AppendJoin(',', names.Prepend(Row.KeyColumn)).Append("\r\n");
        foreach (var row in rows) text.AppendJoin(',', names.Select(name => Cell(row[name])).Prepend(Cell(row.Key))).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Everything wrong with the file as such is thrown together; what is wrong with its rows is found by the catalogue.</summary>
    public static async Task<List<Row>> Read(Catalogue catalogue, Stream file, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, ct);
        var content = bytes.ToArray();
        if (!Utf8.IsValid(content)) throw Wrong("matters.sheet_not_utf8");
        var text = Encoding.UTF8.GetString(content).TrimStart('\uFEFF').Trim();
        if (text.Length == 0) throw Wrong("matters.sheet_empty");
        var rows = text[0] switch
        {
            '[' => Rows.Read(text) ?? throw Wrong("bad_json"),
            '{' => await catalogue.ReadForeign(new MemoryStream(content), ct) ?? throw Wrong("bad_json"),
            _ => FromCsv(catalogue, text),
        };
        if (rows.Count == 0) throw Wrong("matters.sheet_empty");
        if (rows.Count > MostRows) throw Wrong("matters.sheet_long", MostRows);
        return rows;
    }

    private static List<Row> FromCsv(Catalogue catalogue, string text)
    {
        using var csv = CsvReader.Create(Encoding.UTF8.GetBytes(text), new CsvReaderOptions { Separator = ',', FieldCountMismatch = CsvFieldCountHandling.Skip });
        csv.ReadHeader();
        var header = csv.Headers.Select(name => name.Trim()).ToArray();
        var known = catalogue.Fields.Select(f => f.Name).Append(Row.KeyColumn).ToHashSet();
        if (header.FirstOrDefault(name => name.Length > 0 && !known.Contains(name)) is { } unknown) throw Wrong("matters.settings_unknown_field", unknown);
        if (!header.Contains(Row.KeyColumn) && !catalogue.NumbersRows) throw Wrong("matters.sheet_no_key");
        var rows = new List<Row>();
        while (csv.Read())
        {
            var values = header.Index().Where(h => h.Item.Length > 0).Select(h => KeyValuePair.Create(h.Item, Plain(csv.GetString(h.Index)))).ToList();
            if (values.Any(v => v.Value.Length > 0)) rows.Add(new Row(values.FirstOrDefault(v => v.Key == Row.KeyColumn).Value ?? "", values));
        }
        return rows;
    }

    /// <summary>Quoted where RFC 4180 asks for it; a cell that a spreadsheet would run as a formula begins with an apostrophe.</summary>
    private static string Cell(string value)
    {
        if (value.Length > 0 && Formula.Contains(value[0], StringComparison.Ordinal)) value = "'" + value;
        return value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Plain(string cell)
    {
        var text = cell.Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        return text is ['\'', var first, ..] && Formula.Contains(first, StringComparison.Ordinal) ? text[1..] : text;
    }

    private static Invalid Wrong(string code, params object[] details) => new([new Fault("file", code, details)]);
}
