using System.Globalization;
using Cuobian.Data;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Contracts;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Cuobian.Matters;

/// <summary>The ledger (台账) of any filtered list as a spreadsheet; reporters are masked, and rows are read while they are written.</summary>
public sealed class ExportLedger(
    FindMatters find, CuobianDb db, Actor actor, Categories categories, IPlaces places, IUnits units, IStringLocalizer<Text> words, TimeProvider time)
{
    public const int MostRows = 200_000;
    private static readonly string[] Columns =
        ["number", "state", "tier", "category", "area", "address", "unit", "text", "reporter", "phone", "supporters", "registered", "due", "closed", "outcome", "satisfied", "hours", "citizen_hours", "suspended"];

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapGet("/ledger.xlsx", async ([AsParameters] FindMatters.Query query, ExportLedger export, CancellationToken ct) => await export.Run(query.ToFilter(), ct))
            .WithSummary("The filtered list as a spreadsheet, newest first, with reporters masked.");

    /// <summary>A file on disk while it is written, gone once it was sent.</summary>
    public async Task<IResult> Run(MatterFilter filter, CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.Read);
        var file = new FileStream(Path.GetTempFileName(), new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        try
        {
            SheetWriter.Xlsx(file, words["ledger_title"], [.. Columns.Select(c => words[$"ledger_{c}"].Value)], Rows(filter, ct));
            await file.FlushAsync(ct);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
        file.Position = 0;
        var day = time.GetUtcNow().ToOffset(WorkCalendar.Zone).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return Results.File(file, SheetWriter.XlsxType, $"ledger-{day}.xlsx");
    }

    private IEnumerable<IReadOnlyList<object?>> Rows(MatterFilter filter, CancellationToken ct)
    {
        var found =
            from m in find.All(filter).OrderByDescending(m => m.Id).Take(MostRows)
            join r in db.Reporters.AsNoTracking() on m.Id equals r.MatterId
            select new { Matter = m, Reporter = r, Used = m.Clocks.Where(c => c.Kind == ClockKind.Handle && c.UsedMinutes != null).OrderByDescending(c => c.StartedAt).Select(c => c.UsedMinutes).FirstOrDefault() };
        foreach (var row in found.AsNoTracking().AsEnumerable())
        {
            ct.ThrowIfCancellationRequested();
            yield return Line(row.Matter, row.Reporter, row.Used);
        }
    }

    private object?[] Line(Matter m, MatterReporter reporter, int? used) =>
    [
        m.Number, words.Of(m.State), words.Of(m.Tier), categories.Find(m.CategoryCode)?.Name(CultureInfo.CurrentUICulture.Name),
        string.Join(' ', places.Path(m.Area).Skip(2).Select(a => a.Name)), m.Address, m.LeadUnit is null ? null : units.Find(m.LeadUnit)?.Name ?? m.LeadUnit,
        m.HidesText ? words["mine_hidden"].Value : m.Text, Mask.Name(reporter.Name), Mask.Phone(reporter.Phone), m.Supporters,
        Local(m.RegisteredAt), Local(m.NextDueAt), Local(m.ClosedAt), m.Outcome is { } outcome ? words.Of(outcome) : null,
        m.RatedSatisfied is { } satisfied ? words[satisfied ? "console_satisfied_yes" : "console_satisfied_no"].Value : null,
        Hours(m.UnitMinutes ?? used), Hours(m.CitizenMinutes), m.Suspensions,
    ];

    private static double? Hours(int? minutes) => minutes is { } known ? Math.Round(known / 60.0, 1) : null;

    private static string? Local(DateTimeOffset? at) => at?.ToOffset(WorkCalendar.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
