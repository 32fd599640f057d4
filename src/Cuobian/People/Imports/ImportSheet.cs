using Cuobian.Data;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Cuobian.People.Imports;

/// <summary>Takes people, units, estates or teams from an XLSX or CSV file: all rows or none, every fault told by row and column.</summary>
internal sealed class ImportSheet(CuobianDb db, IEnumerable<PeopleSheet> sheets, IActLedger ledger)
{
    public const string Act = "sheet_imported";
    private const long MostBytes = 30L << 20;

    /// <summary>What the file changed, or would change.</summary>
    public sealed record Outcome(string Sheet, int Rows, int Added, int Changed, int Unchanged, bool DryRun);

    public static void Map(IEndpointRouteBuilder people) =>
        people.MapPost("/import/{sheet}", async (string sheet, bool? dryRun, HttpRequest request, ImportSheet import, CancellationToken ct) =>
            {
                if (request.Body.CanSeek) request.Body.Position = 0;
                using var file = new MemoryStream();
                await request.Body.CopyToAsync(file, ct);
                file.Position = 0;
                return await import.Run(sheet, file, dryRun ?? false, ct) is { } outcome ? Results.Ok(outcome) : Results.NotFound();
            })
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes)).Accepts<Stream>("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/octet-stream")
            .WithSummary("Import people, units, estates or teams from a sheet; with dryRun=true nothing is changed.");

    public PeopleSheet? Named(string sheet) => sheets.FirstOrDefault(s => s.Name == sheet);

    /// <summary>Null when there is no such kind of sheet. The stream must be seekable.</summary>
    public async Task<Outcome?> Run(string name, Stream file, bool dryRun, CancellationToken ct)
    {
        if (Named(name) is not { } sheet) return null;
        sheet.RequireRight();
        var lines = await PeopleShape.Read(file, sheet, ct);
        if (dryRun) return await Check(sheet, lines, ct);
        var outcome = await db.InOneTransaction(() => Take(sheet, lines, _ => { }, ct), ct);
        await sheet.Settle(ct);
        return outcome;
    }

    public static async Task<Outcome> Check(PeopleSheet sheet, IReadOnlyList<SheetLine> lines, CancellationToken ct)
    {
        var plan = await Plan(sheet, lines, ct);
        return new Outcome(sheet.Name, lines.Count, plan.Added, plan.Changed, plan.Unchanged, DryRun: true);
    }

    /// <summary>Checks again and does it, inside the transaction that is open.</summary>
    public async Task<Outcome> Take(PeopleSheet sheet, IReadOnlyList<SheetLine> lines, Action<int> tell, CancellationToken ct)
    {
        var plan = await Plan(sheet, lines, ct);
        await plan.Apply(tell);
        await db.SaveChangesAsync(ct);
        await ledger.Write(Act, $"sheet:{sheet.Name}", new { Rows = lines.Count, plan.Added, plan.Changed }, ct);
        return new Outcome(sheet.Name, lines.Count, plan.Added, plan.Changed, plan.Unchanged, DryRun: false);
    }

    private static async Task<SheetPlan> Plan(PeopleSheet sheet, IReadOnlyList<SheetLine> lines, CancellationToken ct)
    {
        var faults = new Faults();
        var plan = await sheet.Check(lines, faults, ct);
        try
        {
            faults.Throw();
        }
        catch (Invalid invalid)
        {
            throw new Invalid([.. invalid.Faults.OrderBy(f => Cell(f.Field).Row)]);
        }
        return plan;
    }

    /// <summary>The row and the column that <c>lines[12].code</c> names; row 0 for the file as a whole.</summary>
    public static (int Row, string Column) Cell(string field) =>
        field.Split("lines[", 2) is [_, var rest] && rest.Split("].", 2) is [var number, var column] && int.TryParse(number, out var row) ? (row, column) : (0, field);
}
