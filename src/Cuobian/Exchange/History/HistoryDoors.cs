using Cuobian.Data.Sheets;
using Cuobian.Web;
using Microsoft.AspNetCore.Mvc;

namespace Cuobian.Exchange.History;

/// <summary>The API of imports: maps, files, how far they are, and the report of what was not understood.</summary>
internal static class HistoryDoors
{
    public const long MostBytes = 100L << 20;

    public static void Api(IEndpointRouteBuilder api)
    {
        var history = api.MapGroup("/exchange/history").WithTags("Exchange");
        history.MapGet("/maps", async (FindImports find, CancellationToken ct) => Results.Ok((await find.Maps(ct)).Select(m => new { m.Name, columns = m.Read() }))).WithSummary("Saved maps of columns.");
        history.MapPut("/maps/{name}", async (string name, HistoryColumns columns, SaveMap save, CancellationToken ct) =>
        {
            await save.Run(name, columns, ct);
            return Results.NoContent();
        }).WithSummary("Save which column means what.");
        history.MapPost("/imports", async (string map, string? file, bool? dryRun, HttpRequest request, AskImport ask, CancellationToken ct) =>
        {
            if (request.Body.CanSeek) request.Body.Position = 0;
            var id = await ask.Run(map, file ?? "history", request.Body, dryRun ?? false, ct);
            return Results.Accepted($"/api/v1/exchange/history/imports/{id}", new { id });
        }).WithMetadata(new RequestSizeLimitAttribute(MostBytes)).Accepts<Stream>("application/octet-stream").WithSummary("Import a CSV or XLSX file (also packed with gzip) sent as the body, in the background.");
        history.MapGet("/imports/{id:guid}", async (Guid id, FindImports find, CancellationToken ct) => await find.One(id, ct) is { } import
            ? Results.Ok(new { import.Id, import.Map, import.FileName, import.DryRun, import.State, import.Rows, import.Added, import.Known, import.Wrong, import.Noted, import.Trouble })
            : Results.NotFound()).WithSummary("How far an import is.");
    }

    /// <summary>The report as CSV: row, column, what is wrong, what stood there, and whether the row was left out.</summary>
    public static void Routes(IEndpointRouteBuilder routes) =>
        routes.MapGet("/console/history/{id:guid}/report.csv", async (Guid id, FindImports find, Sentences sentences, CancellationToken ct) =>
        {
            if (await find.One(id, ct) is null) return Results.NotFound();
            var faults = await find.Faults(id, ct);
            using var csv = new MemoryStream();
            SheetWriter.Csv(csv, ["row", "column", "problem", "value", "left_out"], faults.Select(f => (IReadOnlyList<object?>)[f.Row, f.Column, sentences.For(f.Code), f.Value, f.Fatal]));
            return Results.File(csv.ToArray(), SheetWriter.CsvType, $"import-{id:N}.csv");
        });
}
