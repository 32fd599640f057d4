using System.Text;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;

namespace Cuobian.Matters.Rules;

/// <summary>Rows as a file for spreadsheets, and back from XLSX, CSV or JSON.</summary>
internal static class RowSheet
{
    public const int MostBytes = 4_000_000;
    private const int MostRows = 5000;
    private const string Formula = "=+-@";

    public static byte[] Csv(Catalogue catalogue, IEnumerable<Row> rows) => Write(to => SheetWriter.Csv(to, Columns(catalogue), Cells(catalogue, rows)));

    public static byte[] Xlsx(Catalogue catalogue, IEnumerable<Row> rows) =>
        Write(to => SheetWriter.Xlsx(to, Catalogue.Code(catalogue.Kind), Columns(catalogue), Cells(catalogue, rows)));

    /// <summary>Everything wrong with the file as such is thrown together; what is wrong with its rows is found by the catalogue.</summary>
    public static async Task<List<Row>> Read(Catalogue catalogue, Stream file, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, ct);
        bytes.Position = 0;
        var rows = First(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) switch
        {
            null => throw Wrong("matters.sheet_empty"),
            '[' => Rows.Read(Encoding.UTF8.GetString(bytes.ToArray()).TrimStart('\uFEFF')) ?? throw Wrong("bad_json"),
            '{' => await catalogue.ReadForeign(bytes, ct) ?? throw Wrong("bad_json"),
            _ => FromSheet(catalogue, bytes),
        };
        if (rows.Count == 0) throw Wrong("matters.sheet_empty");
        if (rows.Count > MostRows) throw Wrong("matters.sheet_long", MostRows);
        return rows;
    }

    private static List<Row> FromSheet(Catalogue catalogue, Stream file)
    {
        using var sheet = SheetReader.Open(file);
        var known = catalogue.Fields.Select(f => f.Name).Append(Row.KeyColumn).ToHashSet();
        if (sheet.Columns.FirstOrDefault(name => name.Length > 0 && !known.Contains(name)) is { } unknown) throw Wrong("matters.settings_unknown_field", unknown);
        if (!sheet.Columns.Contains(Row.KeyColumn) && !catalogue.NumbersRows) throw Wrong("matters.sheet_no_key");
        return [.. sheet.Rows.Take(MostRows + 1).Select(row => RowOf([.. sheet.Columns.Index().Where(c => c.Item.Length > 0).Select(c => KeyValuePair.Create(c.Item, Plain(row.Cells[c.Index])))]))];
    }

    private static Row RowOf(List<KeyValuePair<string, string>> values) => new(values.FirstOrDefault(v => v.Key == Row.KeyColumn).Value ?? "", values);

    /// <summary>The first character that says something, after a byte order mark and blanks.</summary>
    private static char? First(ReadOnlySpan<byte> content)
    {
        var text = content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        text = text.TrimStart(" \t\r\n"u8);
        return text.IsEmpty ? null : (char)text[0];
    }

    private static string[] Columns(Catalogue catalogue) => [Row.KeyColumn, .. catalogue.Fields.Select(f => f.Name)];

    private static IEnumerable<IReadOnlyList<object?>> Cells(Catalogue catalogue, IEnumerable<Row> rows) =>
        rows.Select(row => (object?[])[row.Key, .. catalogue.Fields.Select(f => row[f.Name])]);

    private static byte[] Write(Action<Stream> write)
    {
        using var bytes = new MemoryStream();
        write(bytes);
        return bytes.ToArray();
    }

    /// <summary>A cell that a spreadsheet would run as a formula was written with an apostrophe before it.</summary>
    private static string Plain(string cell) => cell is ['\'', var first, ..] && Formula.Contains(first, StringComparison.Ordinal) ? cell[1..] : cell;

    private static Invalid Wrong(string code, params object[] details) => new([new Fault("file", code, details)]);
}
