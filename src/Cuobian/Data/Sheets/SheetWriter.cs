using System.Globalization;
using System.Text;
using CsvHelper;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Cuobian.Data.Sheets;

/// <summary>Writes a table as XLSX or CSV; a text that a spreadsheet would run as a formula stays a text. Instants are given as text in the reader's time.</summary>
internal static class SheetWriter
{
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    public const string CsvType = "text/csv; charset=utf-8";

    /// <summary>Writes a workbook of one sheet, row by row; <paramref name="to"/> must be seekable and readable.</summary>
    public static void Xlsx(Stream to, string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var book = SpreadsheetDocument.Create(to, SpreadsheetDocumentType.Workbook);
        var workbook = book.AddWorkbookPart();
        var part = workbook.AddNewPart<WorksheetPart>();
        using (var xml = OpenXmlWriter.Create(part))
        {
            xml.WriteStartElement(new Worksheet());
            // The header stays in sight.
            xml.WriteElement(new SheetViews(new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
            xml.WriteStartElement(new SheetData());
            xml.WriteElement(new Row(columns.Select(Cell)));
            foreach (var row in rows) xml.WriteElement(new Row(row.Select(Cell)));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        workbook.Workbook = new Workbook(new DocumentFormat.OpenXml.Spreadsheet.Sheets(new Sheet { Id = workbook.GetIdOfPart(part), SheetId = 1, Name = Title(title) }));
    }

    /// <summary>Writes UTF-8 with a byte order mark, so that spreadsheets read the Chinese (RFC 4180).</summary>
    public static void Csv(Stream to, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var options = new CsvWriterOptions { WriteByteOrderMark = true, NewLine = "\r\n", HasHeader = false };
        using var csv = CsvWriter.Create(to, options, leaveOpen: true);
        Line(csv, columns);
        foreach (var row in rows) Line(csv, row);
    }

    private static void Line(CsvWriter csv, IEnumerable<object?> cells)
    {
        foreach (var cell in cells)
            csv.WriteField(cell is null or string ? Defused((string?)cell) : Plain(cell));
        csv.EndRecord();
    }

    /// <summary>A text that a spreadsheet would run begins with an apostrophe; a negative number is none and stays a number.</summary>
    private static string? Defused(string? text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;

    private static Cell Cell(object? value) => value switch
    {
        null or "" => new Cell(),
        int or long or decimal or double => new Cell { CellValue = new CellValue(Plain(value)) },
        _ => new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(Printable(Plain(value))) { Space = SpaceProcessingModeValues.Preserve }) },
    };

    private static string Plain(object value) => value switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>XML 1.0 cannot hold control characters; the rest of the text must not be lost for one of them.</summary>
    private static string Printable(string text) =>
        text.All(System.Xml.XmlConvert.IsXmlChar) ? text : new string([.. text.Where(c => System.Xml.XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))]);

    /// <summary>A sheet's name has at most 31 characters and none of <c>[]:*?/\</c>.</summary>
    private static string Title(string title)
    {
        var clean = new StringBuilder(title.Length);
        foreach (var c in title.Where(c => !"[]:*?/\\'".Contains(c, StringComparison.Ordinal)).Take(31)) clean.Append(c);
        return clean.Length > 0 ? clean.ToString() : "1";
    }
}
