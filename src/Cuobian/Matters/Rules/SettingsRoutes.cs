using System.Text;
using Cuobian.Data.Sheets;

namespace Cuobian.Matters.Rules;

/// <summary>Versions of settings as files, for a spreadsheet or another house.</summary>
internal static class SettingsRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/console/settings/{kind}/versions/{number:int}.json", (string kind, int number, OpenCatalogue open, CancellationToken ct) =>
            Send(kind, number, open, "json", "application/json", v => Encoding.UTF8.GetBytes(Rows.Write(v.Rows, indented: true)), ct)).ExcludeFromDescription();
        routes.MapGet("/console/settings/{kind}/versions/{number:int}.csv", (string kind, int number, OpenCatalogue open, CancellationToken ct) =>
            Send(kind, number, open, "csv", SheetWriter.CsvType, v => RowSheet.Csv(v.Catalogue, v.Rows), ct)).ExcludeFromDescription();
        routes.MapGet("/console/settings/{kind}/versions/{number:int}.xlsx", (string kind, int number, OpenCatalogue open, CancellationToken ct) =>
            Send(kind, number, open, "xlsx", SheetWriter.XlsxType, v => RowSheet.Xlsx(v.Catalogue, v.Rows), ct)).ExcludeFromDescription();
    }

    private static async Task<IResult> Send(string kind, int number, OpenCatalogue open, string form, string type, Func<OpenedVersion, byte[]> write, CancellationToken ct) =>
        await open.Version(kind, number, ct) is { } version ? Results.File(write(version), type, $"cuobian-{kind}-{number}.{form}") : Results.NotFound();
}
