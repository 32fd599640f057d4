using System.Text;

namespace Cuobian.Matters.Rules;

/// <summary>Versions of settings as files, for a spreadsheet or another house.</summary>
internal static class SettingsRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/console/settings/{kind}/versions/{number:int}.json", (string kind, int number, OpenCatalogue open, CancellationToken ct) =>
            Send(kind, number, open, "json", "application/json", v => Encoding.UTF8.GetBytes(Rows.Write(v.Rows, indented: true)), ct)).ExcludeFromDescription();
        routes.MapGet("/console/settings/{kind}/versions/{number:int}.csv", (string kind, int number, OpenCatalogue open, CancellationToken ct) =>
            Send(kind, number, open, "csv", "text/csv; charset=utf-8", v => RowSheet.Csv(v.Catalogue, v.Rows), ct)).ExcludeFromDescription();
    }

    private static async Task<IResult> Send(string kind, int number, OpenCatalogue open, string form, string type, Func<OpenedVersion, byte[]> write, CancellationToken ct) =>
        await open.Version(kind, number, ct) is { } version ? Results.File(write(version), type, $"cuobian-{kind}-{number}.{form}") : Results.NotFound();
}
