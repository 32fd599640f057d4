using System.Text;
using Cuobian.Data.Sheets;

namespace Cuobian.Matters.Rules;

/// <summary>Rows as a file for spreadsheets, and back from a sheet (CSV or XLSX) or JSON.</summary>
internal static class RowSheet
{
    public const int MostBytes = 4_000_000;
    private const int MostRows = 5000;

    public static byte[] Csv(Catalogue catalogue, IEnumerable<Row> rows)
    {
        var names = catalogue.Fields.Select(f => f.Name).ToArray();
        using var csv = new MemoryStream();
        SheetWriter.Csv(csv, [Row.KeyColumn, .. names], rows.Select(row => (IReadOnlyList<object?>)[row.Key, .. names.Select(name => row[name])]));
        return csv.ToArray();
    }

    /// <summary>Everything wrong with the file as such is thrown together; what is wrong with its rows is found by the catalogue.</summary>
    public static async Task<List<Row>> Read(Catalogue catalogue, Stream file, CancellationToken ct)
    {
        using var content = new MemoryStream();
        await file.CopyToAsync(content, ct);
        content.Position = 0;
        var text = content.Length > 0 && content.GetBuffer()[0] is (byte)'[' or (byte)'{' or 0xEF ? Encoding.UTF8.GetString(content.ToArray()).TrimStart('\uFEFF') : "";
        var rows = text switch
        {
            ['[', ..] => Rows.Read(text) ?? throw SheetReader.Wrong("bad_json"),
            ['{', ..] => await catalogue.ReadForeign(content, ct) ?? throw SheetReader.Wrong("bad_json"),
            _ => await FromSheet(catalogue, content, ct),
        };
        if (rows.Count == 0) throw SheetReader.Wrong("sheet_empty");
        return rows.Count <= MostRows ? rows : throw SheetReader.Wrong("sheet_too_long", MostRows);
    }

    private static async Task<List<Row>> FromSheet(Catalogue catalogue, Stream file, CancellationToken ct)
    {
        var shape = new SheetShape([Row.KeyColumn, .. catalogue.Fields.Select(f => f.Name)], catalogue.NumbersRows ? [] : [Row.KeyColumn]) { MostRows = MostRows, IsClosed = true };
        return [.. (await shape.Read(file, ct)).Select(line => new Row(line[Row.KeyColumn], line.Values))];
    }
}
