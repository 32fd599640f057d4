using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Cuobian.Data.Sheets;

/// <summary>The rows of the first sheet of an XLSX workbook (ISO/IEC 29500), read as a stream.</summary>
internal sealed class XlsxRows : IDisposable
{
    /// <summary>A workbook that unpacks to more than this, or by more than a hundred times, is refused unread: it may be a bomb.</summary>
    private const long MostBytes = 512L * 1024 * 1024;
    private const int MostSwelling = 100;

    private static readonly SearchValues<char> DateLetters = SearchValues.Create("ymdhYMDH");

    private readonly SpreadsheetDocument book;
    private readonly WorksheetPart sheet;
    private readonly List<string> shared;
    private readonly HashSet<uint> dates;
    private readonly bool from1904;

    private XlsxRows(SpreadsheetDocument book)
    {
        this.book = book;
        var workbook = book.WorkbookPart ?? throw SheetReader.Wrong("sheet_not_xlsx");
        var first = workbook.Workbook.Sheets?.Elements<Sheet>().FirstOrDefault()?.Id?.Value ?? throw SheetReader.Wrong("sheet_empty");
        sheet = workbook.GetPartById(first) as WorksheetPart ?? throw SheetReader.Wrong("sheet_not_xlsx");
        shared = [.. workbook.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(Spoken) ?? []];
        dates = DateStyles(workbook.WorkbookStylesPart?.Stylesheet);
        from1904 = workbook.Workbook.WorkbookProperties?.Date1904?.Value ?? false;
    }

    public static XlsxRows Open(Stream file) => Whole(() =>
    {
        using (var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true))
        {
            var whole = zip.Entries.Sum(entry => entry.Length);
            if (whole > MostBytes || whole > MostSwelling * Math.Max(file.Length, 100_000)) throw SheetReader.Wrong("sheet_too_large");
        }
        file.Position = 0;
        return new XlsxRows(SpreadsheetDocument.Open(file, isEditable: false, new OpenSettings { MaxCharactersInPart = MostBytes }));
    });

    public IEnumerable<SheetRow> Read()
    {
        using var xml = Whole(() => OpenXmlReader.Create(sheet));
        var number = 0;
        while (Whole(() => NextRow(xml)) is { } row)
        {
            number = row.RowIndex is { } given ? (int)given.Value : number + 1;
            yield return new SheetRow(number, Cells(row, number));
        }
    }

    public void Dispose() => book.Dispose();

    private static Row? NextRow(OpenXmlReader xml)
    {
        while (xml.Read())
            if (xml.ElementType == typeof(Row) && xml.IsStartElement) return (Row?)xml.LoadCurrentElement();
        return null;
    }

    /// <summary>What the library throws about a damaged file becomes one clear answer.</summary>
    private static T Whole<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            throw SheetReader.Wrong("sheet_not_xlsx");
        }
    }

    private List<string> Cells(Row row, int number)
    {
        var cells = new List<string>();
        foreach (var cell in row.Elements<Cell>())
        {
            var at = cell.CellReference?.Value is { } name ? Column(name) : cells.Count;
            if (at is < 0 or >= 16_384) throw SheetReader.Wrong("sheet_not_xlsx");
            while (cells.Count < at) cells.Add("");
            if (cells.Count == at) cells.Add(SheetReader.Cell(Text(cell), number));
        }
        return cells;
    }

    private string Text(Cell cell)
    {
        var value = cell.CellValue?.Text ?? "";
        if (cell.DataType?.Value is not { } kind) return Number(value, cell.StyleIndex?.Value);
        if (kind == CellValues.SharedString) return int.TryParse(value, CultureInfo.InvariantCulture, out var at) && at >= 0 && at < shared.Count ? shared[at] : "";
        if (kind == CellValues.InlineString) return cell.InlineString is { } inline ? Spoken(inline) : "";
        if (kind == CellValues.Boolean) return value == "1" ? "true" : "false";
        return kind == CellValues.Number ? Number(value, cell.StyleIndex?.Value) : value;
    }

    /// <summary>A number is written out plainly (138…, not 1.38E+10); a date as ISO 8601.</summary>
    private string Number(string value, uint? style)
    {
        if (!double.TryParse(value, CultureInfo.InvariantCulture, out var number)) return value;
        if (style is { } index && dates.Contains(index) && number is > 0 and < 2_958_466)
        {
            var at = DateTime.FromOADate(number + (from1904 ? 1462 : 0));
            return at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        }
        return Math.Abs(number) < 1e15 && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain)
            ? plain.ToString("0.###############", CultureInfo.InvariantCulture)
            : value;
    }

    /// <summary>The styles whose number format is a date: 14–22 of ISO/IEC 29500-1 §18.8.30, and formats of one's own with a year, month, day or hour.</summary>
    private static HashSet<uint> DateStyles(Stylesheet? styles)
    {
        var own = styles?.NumberingFormats?.Elements<NumberingFormat>()
            .Where(format => (format.FormatCode?.Value ?? "").Split('"').Where((_, at) => at % 2 == 0).Any(part => part.AsSpan().ContainsAny(DateLetters)))
            .Select(format => format.NumberFormatId?.Value).OfType<uint>().ToHashSet() ?? [];
        return [.. (styles?.CellFormats?.Elements<CellFormat>() ?? []).Index()
            .Where(format => format.Item.NumberFormatId?.Value is { } id && (id is >= 14 and <= 22 or >= 27 and <= 36 or >= 50 and <= 58 || own.Contains(id)))
            .Select(format => (uint)format.Index)];
    }

    /// <summary>The text of runs, without the reading aids (phonetic runs) that some programs put beside it.</summary>
    private static string Spoken(RstType text) => text.Text?.Text ?? string.Concat(text.Elements<Run>().Select(run => run.Text?.Text));

    private static int Column(string reference)
    {
        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetterUpper).Take(4)) column = column * 26 + (letter - 'A' + 1);
        return column - 1;
    }

    private static bool IsBroken(Exception error) =>
        error is OpenXmlPackageException or XmlException or InvalidDataException or FileFormatException or ArgumentException or InvalidOperationException or FormatException or InvalidCastException or KeyNotFoundException;
}
