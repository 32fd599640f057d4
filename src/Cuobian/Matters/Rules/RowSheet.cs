using System.Text;
using Cuobian.Data.Sheets;

namespace Cuobian.Matters.Rules;

/// <summary>Rows as a file for spreadsheets, and back from a sheet (XLSX or CSV) or JSON.</summary>
internal static class RowSheet
{
    public const int MostBytes = 4_000_000;
    private const int MostRows = 5000;

    public static byte[] Csv(Catalogue catalogue, IEnumerable<Row> rows) => Write(to => SheetWriter.Csv(to, Columns(catalogue), Cells(catalogue, rows)));

    public static byte[] Xlsx(Catalogue catalogue, IEnumerable<Row> rows) =>
        Write(to => SheetWriter.Xlsx(to, Catalogue.Code(catalogue.Kind), Columns(catalogue), Cells(catalogue, rows)));

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
        var shape = new SheetShape(Columns(catalogue), catalogue.NumbersRows ? [] : [Row.KeyColumn]) { MostRows = MostRows, IsClosed = true };
        return [.. (await shape.Read(file, ct)).Select(line => new Row(line[Row.KeyColumn], line.Values))];
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
}
