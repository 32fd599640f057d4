using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace Cuobian.Data.Sheets;

/// <summary>The rows of a CSV file.</summary>
internal sealed class CsvRows : IDisposable
{
    private readonly CsvReader csv;

    private CsvRows(CsvReader csv) => this.csv = csv;

    public static CsvRows Open(Stream file)
    {
        var encoding = EncodingOf(file);
        file.Position = 0;
        var options = new CsvReaderOptions { HasHeader = false, Separator = ',', TrackLineNumbers = true, SkipEmptyLines = true, FieldCountMismatch = CsvFieldCountHandling.Allow, MalformedData = CsvMalformedDataHandling.Throw };
        return new CsvRows(CsvReader.Create(new StreamReader(file, encoding, leaveOpen: true), options));
    }

    public IEnumerable<SheetRow> Read()
    {
        while (Next())
        {
            var row = (int)csv.LineNumber;
            yield return new SheetRow(row, [.. Enumerable.Range(0, csv.FieldCount).Select(at => SheetReader.Cell(csv.GetString(at), row))]);
        }
    }

    public void Dispose() => csv.Dispose();

    private bool Next()
    {
        try
        {
            return csv.Read();
        }
        catch (CsvFormatException)
        {
            throw SheetReader.Wrong("sheet_not_csv", csv.LineNumber);
        }
    }

    /// <summary>Spreadsheet programs on Chinese Windows save GBK unless told otherwise; GB 18030 (GB 18030-2022) reads it all.</summary>
    private static Encoding EncodingOf(Stream file)
    {
        Span<byte> block = stackalloc byte[64 * 1024];
        var read = file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        // A character cut in two by the end of the block is no proof of another encoding.
        for (var cut = 0; cut < 4 && cut <= read; cut++)
            if (Utf8.IsValid(block[..(read - cut)])) return Encoding.UTF8;
        return CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
    }
}
