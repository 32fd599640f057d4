using Cuobian.Kernel;

namespace Cuobian.Data.Sheets;

/// <summary>What a sheet of one kind looks like: the columns it may have and those it must have.</summary>
internal sealed record SheetShape(IReadOnlyList<string> Columns, IReadOnlyList<string> Needed)
{
    /// <summary>What a request that brings a sheet may say it is.</summary>
    public static readonly string[] Types = ["text/csv", "text/plain", SheetWriter.XlsxType];

    private const int MostFaults = 500;

    public int MostRows { get; init; } = 1_000_000;

    /// <summary>Whether a column of another name is refused; it is passed over otherwise.</summary>
    public bool IsClosed { get; init; }

    /// <summary>What a column is called where people read it.</summary>
    public Func<string, string> Heading { get; init; } = column => column;

    /// <summary>Whether a heading of the file means the column; by default its name, in capitals or not.</summary>
    public Func<string, string, bool> Means { get; init; } = (column, heading) => heading.Equals(column, StringComparison.OrdinalIgnoreCase);

    /// <summary>The rows of a file by the names of the columns; a file that has not this shape throws <see cref="Invalid"/>.</summary>
    public async Task<List<SheetLine>> Read(Stream file, CancellationToken ct)
    {
        if (file.CanSeek) return Read(file);
        await using var whole = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await file.CopyToAsync(whole, ct);
        whole.Position = 0;
        return Read(whole);
    }

    private List<SheetLine> Read(Stream file)
    {
        using var reader = SheetReader.Open(file);
        var columns = reader.Columns.Select(heading => Columns.FirstOrDefault(column => Means(column, heading))).ToList();
        if (Needed.Except(columns.OfType<string>()).ToList() is { Count: > 0 } missing)
            throw SheetReader.Wrong("sheet_columns_missing", string.Join(", ", missing.Select(Heading)));
        if (IsClosed && reader.Columns.Where((name, at) => name.Length > 0 && columns[at] is null).FirstOrDefault() is { } other) throw SheetReader.Wrong("sheet_column_unknown", other);
        var (lines, faults) = (new List<SheetLine>(), new List<Fault>());
        foreach (var row in reader.Rows)
        {
            if (lines.Count == MostRows) throw SheetReader.Wrong("sheet_too_long", MostRows);
            // A comma too many moves everything behind it into the wrong column: better no row than a wrong one.
            if (row.Strays && faults.Count < MostFaults) faults.Add(new Fault($"lines[{row.Number}]", "sheet_row_strays"));
            lines.Add(Line(row, columns));
        }
        if (faults.Count > 0) throw new Invalid(faults);
        return lines.Count > 0 ? lines : throw SheetReader.Wrong("sheet_empty");
    }

    private static SheetLine Line(SheetRow row, List<string?> columns)
    {
        var values = new Dictionary<string, string>();
        foreach (var (at, column) in columns.Index())
            if (column is not null) values.TryAdd(column, Plain(row.Cells[at]));
        return new SheetLine(row.Number, values);
    }

    /// <summary>Our own CSV marks a text that begins like a formula; the mark is no part of it.</summary>
    private static string Plain(string cell) => cell is ['\'', '=' or '+' or '-' or '@', ..] ? cell[1..] : cell;
}
