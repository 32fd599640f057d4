using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Places;

/// <summary>Takes grid borders from a GeoJSON file after checking their topology; a border that changed is kept as history.</summary>
internal sealed class ImportGrids(CuobianDb db, Actor actor, TimeProvider time, PlacesMap map, GridSurvey survey, Sentences sentences, IActLedger ledger)
{
    /// <summary>How to take the file: its coordinate system and how many square metres borders may overlap.</summary>
    internal sealed record Form(Crs Crs = Crs.Wgs84, double Tolerance = 10, bool DryRun = false);

    /// <summary>What the file changed, or would change, and what somebody should look at.</summary>
    internal sealed record Outcome(int Added, int Redrawn, int Unchanged, bool DryRun, IReadOnlyList<Notice> Warnings);

    public static void Map(IEndpointRouteBuilder places) =>
        places.MapPost("/grids/import", (string? crs, bool? dryRun, HttpRequest request, ImportGrids import, CancellationToken ct) =>
            import.Run(Upload.Body(request), new Form(Upload.CrsOf(crs), DryRun: dryRun ?? false), null, ct)).Takes("application/geo+json", "application/json");

    public async Task<Outcome> Run(Stream file, Form form, IProgress<Step>? progress, CancellationToken ct)
    {
        actor.RequireSomewhere(PlacesPermissions.Edit);
        var faults = new List<Fault>();
        var features = await GeoJson.Read(file, form.Crs, faults, ct);
        foreach (var community in features.Where(f => f.Code.Length == 15).Select(f => f.Code[..12]).Distinct())
            actor.Require(PlacesPermissions.Edit, community);

        // A city takes a while to check: that is done before the transaction, so that nobody else has to wait for it.
        var edition = await db.PlacesEdition(ct);
        var warnings = await survey.Check(features, form.Tolerance, faults, progress, ct);
        faults.Throw();
        if (form.DryRun) return await Take(features, form, warnings, ct);

        var outcome = await db.InOneTransaction(async () =>
        {
            await db.NextPlacesEdition(ct);
            Refused.If(await db.PlacesEdition(ct) != edition + 1, "changed_meanwhile");
            var taken = await Take(features, form, warnings, ct);
            await ledger.Write(PlacesActs.Imported, "grids", new { taken.Added, taken.Redrawn }, ct);
            return taken;
        }, ct);
        await map.Reload(db, ct);
        return outcome;
    }

    private async Task<Outcome> Take(List<Feature> features, Form form, List<Fault> warnings, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var codes = features.Select(f => f.Code).ToList();
        var today = await db.GridsToday.Where(g => EF.Parameter(codes).Contains(g.Code)).ToDictionaryAsync(g => g.Code, ct);
        var drawn = features.Select(f => new Grid(Guid.CreateVersion7(now), f.Code, f.Name, f.Shape, now)).ToList();
        var added = drawn.Where(g => !today.ContainsKey(g.Code)).ToList();
        var redrawn = drawn.Where(g => today.TryGetValue(g.Code, out var was) && !Same(was, g)).ToList();
        if (!form.DryRun) await Store(added, redrawn, today, now, ct);
        return new Outcome(added.Count, redrawn.Count, drawn.Count - added.Count - redrawn.Count, form.DryRun, Notice.From(warnings, sentences));
    }

    private async Task Store(List<Grid> added, List<Grid> redrawn, Dictionary<string, Grid> today, DateTimeOffset now, CancellationToken ct)
    {
        var links = redrawn.SelectMany(g => today[g.Code].ReplaceBy([g], now)).ToList();
        // Ends first: a code may be valid only once at a time.
        await db.SaveChangesAsync(ct);
        db.AddRange(added);
        db.AddRange(redrawn);
        db.AddRange(links);
        await db.SaveChangesAsync(ct);
    }

    private static bool Same(Grid one, Grid other) => one.Name == other.Name && one.Border.AsSpan().SequenceEqual(other.Border);
}
