using System.Text.Unicode;
using Cuobian.Kernel;
using CsvHelper;

namespace Cuobian.Places;

/// <summary>One line of an imported table: its number in the file and its trimmed values by column name.</summary>
internal sealed record SheetLine(long Number, IReadOnlyDictionary<string, string> Values)
{
    public string this[string column] => Values.GetValueOrDefault(column, "");

    /// <summary>Names a field of this line in a fault.</summary>
    public string Field(string column) => $"lines[{Number}].{column}";
}

/// <summary>Reads a CSV file in UTF-8 with a line of column names; lines that are no CSV become faults.</summary>
internal static class Sheet
{
    public static async Task<List<SheetLine>> Read(Stream file, string[] columns, List<Fault> faults, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, ct);
        // Spreadsheet programs on Chinese Windows save GBK unless told otherwise; read as UTF-8 it would be garbage, so say so.
        if (!Utf8.IsValid(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))) throw new Invalid([new Fault("file", "places.not_utf8")]);
        return Read(bytes.ToArray(), columns, faults);
    }

    private static List<SheetLine> Read(byte[] bytes, string[] columns, List<Fault> faults)
    {
        using var csv = CsvReader.Create(bytes, new CsvReaderOptions
        {
            Separator = ',',
            TrimWhitespace = true,
            TrackLineNumbers = true,
            // No value here has a line break, so an open quote spoils one line and not the rest of the file.
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Skip,
            FieldCountMismatch = CsvFieldCountHandling.Skip,
            OnMalformedRecord = bad => faults.Add(new Fault($"lines[{bad.LineNumber}]", "places.row_malformed")),
        });
        csv.ReadHeader();
        var header = csv.Headers.Select(name => name.Trim().ToLowerInvariant()).ToArray();
        if (header.All(name => name.Length == 0)) throw new Invalid([new Fault("file", "places.file_empty")]);
        if (columns.Except(header).ToArray() is { Length: > 0 } missing)
            throw new Invalid([new Fault("lines[1]", "places.columns_missing", string.Join(", ", missing))]);

        var lines = new List<SheetLine>();
        while (csv.Read())
        {
            var values = new Dictionary<string, string>();
            foreach (var (at, name) in header.Index()) values.TryAdd(name, csv.GetString(at).Trim());
            lines.Add(new SheetLine(csv.LineNumber, values));
        }
        if (lines.Count == 0 && faults.Count == 0) throw new Invalid([new Fault("file", "places.file_empty")]);
        return lines;
    }
}
