using Cuobian.Data;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Places;

/// <summary>Takes the area tree from an XLSX or CSV file: new codes begin, other names are kept as history, codes the file no longer lists end.</summary>
internal sealed class ImportAreas(CuobianDb db, Actor actor, TimeProvider time, PlacesMap map, Sentences sentences, IActLedger ledger)
{
    /// <summary>How to take the file.</summary>
    internal sealed record Form(bool DryRun = false, bool KeepMissing = false);

    /// <summary>What the file changed, or would change, and what somebody should look at.</summary>
    internal sealed record Outcome(
        int Added, int Renamed, int Ended, int Unchanged, IReadOnlyDictionary<AreaLevel, int> Listed, bool DryRun, IReadOnlyList<Notice> Warnings);

    public static void Map(IEndpointRouteBuilder places) =>
        places.MapPost("/areas/import", (bool? dryRun, bool? keepMissing, HttpRequest request, ImportAreas import, CancellationToken ct) =>
            import.Run(Upload.Body(request), new Form(dryRun ?? false, keepMissing ?? false), ct)).Takes(SheetShape.Types);

    public async Task<Outcome> Run(Stream file, Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(PlacesPermissions.Edit);
        var faults = new List<Fault>();
        var list = await AreaFile.Read(file, faults, ct);
        if (form.DryRun) return Describe((await Plan(list, form, faults, ct)).Plan, list, form);

        var plan = await db.InOneTransaction(async () =>
        {
            await db.NextPlacesEdition(ct);
            var (plan, today) = await Plan(list, form, faults, ct);
            await Apply(plan, today, ct);
            await ledger.Write(PlacesActs.Imported, "areas", new { Added = plan.Added.Count, Renamed = plan.Renamed.Count, Ended = plan.Ended.Count }, ct);
            return plan;
        }, ct);
        await map.Reload(db, ct);
        return Describe(plan, list, form);
    }

    private async Task<(AreaPlan Plan, Dictionary<string, AreaVersion> Today)> Plan(AreaList list, Form form, List<Fault> faults, CancellationToken ct)
    {
        var today = await db.Set<AreaVersion>().Where(a => a.ValidTo == null).ToDictionaryAsync(a => a.Code, ct);
        var plan = AreaPlan.Make(list, today, form.KeepMissing, faults);
        faults.Throw();
        foreach (var code in plan.Added.Concat(plan.Renamed).Select(r => r.Code).Concat(plan.Ended.Select(e => e.Code)))
            actor.Require(PlacesPermissions.Edit, code);
        return (plan, today);
    }

    private async Task Apply(AreaPlan plan, Dictionary<string, AreaVersion> today, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var end in plan.Ended) today[end.Code].End(now, end.Successor);
        foreach (var row in plan.Renamed) today[row.Code].End(now, null);
        // Ends first: a code may be valid only once at a time.
        await db.SaveChangesAsync(ct);
        db.AddRange(plan.Added.Concat(plan.Renamed).Select(row => new AreaVersion
        {
            Id = Guid.CreateVersion7(now),
            Code = row.Code,
            Name = row.Name,
            Level = row.Level,
            Parent = row.Parent,
            ValidFrom = now,
        }));
        await db.SaveChangesAsync(ct);
    }

    private Outcome Describe(AreaPlan plan, AreaList list, Form form) => new(
        plan.Added.Count, plan.Renamed.Count, plan.Ended.Count, plan.Unchanged,
        list.Rows.Where(r => r.Successor is null).CountBy(r => r.Level).OrderBy(c => c.Key).ToDictionary(), form.DryRun,
        Notice.From(LeftAlone(plan), sentences));

    /// <summary>Communities that end while grids still lie in them.</summary>
    private IEnumerable<Fault> LeftAlone(AreaPlan plan) =>
        from end in plan.Ended
        let grids = map.Now.Grids.Below(end.Code).Count(cell => cell.Grid.Parent == end.Code)
        where grids > 0
        select new Fault(end.Code, "places.ended_with_grids", end.Code, grids);
}
