using Cuobian.Data.Sheets;
using Cuobian.Kernel;

namespace Cuobian.People.Imports;

/// <summary>Writes people, units, estates or teams as a sheet that can be imported again, or the empty sheet to fill in.</summary>
internal sealed class ExportSheet(ImportSheet import, IActLedger ledger)
{
    public static void Map(IEndpointRouteBuilder people) =>
        people.MapGet("/export/{sheet}.{format}", Export).WithSummary("Everything in reach as a sheet (format xlsx or csv) of the shape that import takes.");

    public static void MapPages(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/console/people/imports/{sheet}/export.{format}", Export).ExcludeFromDescription();
        routes.MapGet("/console/people/imports/{sheet}/template.{format}", (string sheet, string format, ExportSheet export) =>
            export.Template(sheet, format) is { } file ? Download(file, $"{sheet}-template", format) : Results.NotFound()).ExcludeFromDescription();
    }

    /// <summary>Null when there is no such kind of sheet or format.</summary>
    public async Task<byte[]?> Run(string name, string format, CancellationToken ct)
    {
        if (import.Named(name) is not { } sheet || format is not ("xlsx" or "csv")) return null;
        sheet.RequireRight();
        var rows = await sheet.Export(ct);
        await ledger.Write("sheet_exported", $"sheet:{name}", new { Rows = rows.Count }, ct);
        return Write(sheet, format, rows);
    }

    public byte[]? Template(string name, string format)
    {
        if (import.Named(name) is not { } sheet || format is not ("xlsx" or "csv")) return null;
        sheet.RequireRight();
        return Write(sheet, format, []);
    }

    private static byte[] Write(PeopleSheet sheet, string format, IReadOnlyList<IReadOnlyList<object?>> rows)
    {
        using var file = new MemoryStream();
        var headings = sheet.Columns.Select(PeopleShape.Heading).ToList();
        if (format == "csv") SheetWriter.Csv(file, headings, rows);
        else SheetWriter.Xlsx(file, sheet.Name, headings, rows);
        return file.ToArray();
    }

    private static async Task<IResult> Export(string sheet, string format, ExportSheet export, CancellationToken ct) =>
        await export.Run(sheet, format, ct) is { } file ? Download(file, sheet, format) : Results.NotFound();

    private static IResult Download(byte[] file, string name, string format) =>
        Results.File(file, format == "csv" ? SheetWriter.CsvType : SheetWriter.XlsxType, $"{name}.{format}");
}
