using Cuobian.Kernel;

namespace Cuobian.Data.Sheets;

/// <summary>
/// An open XLSX or CSV file: the names of its columns, and its rows read one by one, so that a large file is never held whole.
/// Empty rows are passed over. What is no sheet, or is larger than allowed, throws <see cref="Invalid"/> for the field <c>file</c>.
/// </summary>
internal sealed class SheetReader : IDisposable
{
    public const int MostColumns = 200;
    public const int MostCharactersInACell = 20_000;

    private readonly IDisposable source;

    private SheetReader(IDisposable source, IEnumerable<SheetRow> rows)
    {
        this.source = source;
        var all = rows.Where(row => row.Cells.Any(cell => cell.Length > 0)).GetEnumerator();
        if (!all.MoveNext()) throw Wrong("sheet_empty");
        Columns = Header(all.Current);
        Rows = Rest(all, Columns);
    }

    /// <summary>The names in the first row, trimmed, without the empty ones at its end.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows below the header; can be walked once.</summary>
    public IEnumerable<SheetRow> Rows { get; }

    /// <summary>Opens a file by its content (a ZIP is a workbook, everything else text in UTF-8 or GB 18030). The stream must be seekable.</summary>
    public static SheetReader Open(Stream file)
    {
        var isWorkbook = file.ReadByte() == 'P' && file.ReadByte() == 'K';
        file.Position = 0;
        if (!isWorkbook)
        {
            var text = CsvRows.Open(file);
            return new SheetReader(text, text.Read());
        }
        var book = XlsxRows.Open(file);
        return new SheetReader(book, book.Read());
    }

    public void Dispose() => source.Dispose();

    internal static Invalid Wrong(string code, params object[] details) => new([new Fault("file", code, details)]);

    /// <summary>Line breaks are <c>\n</c>, whichever the file has.</summary>
    internal static string Cell(string text, int row) => text.Length <= MostCharactersInACell
        ? text.Trim().ReplaceLineEndings("\n")
        : throw Wrong("sheet_cell_too_long", row, MostCharactersInACell);

    private static List<string> Header(SheetRow row)
    {
        var names = row.Cells.Reverse().SkipWhile(name => name.Length == 0).Reverse().ToList();
        if (names.Count > MostColumns) throw Wrong("sheet_too_wide", MostColumns);
        var twice = names.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1);
        return twice is null ? names : throw Wrong("sheet_column_twice", twice.Key);
    }

    private static IEnumerable<SheetRow> Rest(IEnumerator<SheetRow> rows, IReadOnlyList<string> columns)
    {
        using (rows)
            while (rows.MoveNext())
                yield return new SheetRow(
                    rows.Current.Number,
                    [.. rows.Current.Cells.Concat(Enumerable.Repeat("", columns.Count)).Take(columns.Count)],
                    rows.Current.Cells.Index().Any(cell => cell.Item.Length > 0 && (cell.Index >= columns.Count || columns[cell.Index].Length == 0)));
    }
}
