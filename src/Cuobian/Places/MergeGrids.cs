using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Borders;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Cuobian.Places;

/// <summary>Merges neighbouring grids of one community into a new one with a code of its own; the old grids stay as history.</summary>
internal sealed class MergeGrids(CuobianDb db, Actor actor, TimeProvider time, PlacesMap map, WeighGround weigh, PlanBorders plans, IActLedger ledger)
{
    /// <summary>Which grids become which.</summary>
    internal sealed class Form
    {
        public IReadOnlyList<string?>? Codes { get; set; }
        public string? Code { get; set; }
        public string? Name { get; set; }

        /// <summary>The day from which it is valid; without one, now.</summary>
        public DateOnly? ValidFrom { get; set; }
    }

    /// <summary>What the grids became, or will be from a day on.</summary>
    internal sealed record Outcome(string Code, IReadOnlyList<string> Predecessors, DateTimeOffset At, bool Planned = false);

    public static void Map(IEndpointRouteBuilder places) =>
        places.MapPost("/grids/merge", async (bool? dryRun, Form form, MergeGrids merge, CancellationToken ct) =>
            dryRun == true ? Results.Ok(await merge.Look(form, ct)) : Results.Ok(await merge.Run(form, ct)));

    public async Task<Outcome> Run(Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(PlacesPermissions.Edit);
        var codes = (form.Codes ?? []).Select(c => c?.Trim() ?? "").Distinct().ToList();
        string code = form.Code?.Trim() ?? "", name = form.Name?.Trim() ?? "";
        Check(codes, code, name);
        foreach (var each in codes.Append(code)) actor.Require(PlacesPermissions.Edit, each);

        var from = plans.WaitsFor(form.ValidFrom);
        form.ValidFrom = null;
        var outcome = await db.InOneTransaction(async () =>
        {
            if (from is null) await db.NextPlacesEdition(ct);
            var (grids, ground) = await Together(codes, ct);
            if ((await db.UsedGridCodes([code], ct)).Count > 0) throw new Invalid([new Fault("code", "places.grid_used", code)]);
            if (from is not { } day) return await Store(grids, ground, code, name, ct);
            await plans.Keep(ChangeKind.Merge, AreaCode.ParentOf(code)!, form, [code], day, ct);
            return new Outcome(code, [.. grids.Select(g => g.Code)], day, Planned: true);
        }, ct);
        if (!outcome.Planned) await map.Reload(db, ct);
        return outcome;
    }

    /// <summary>The grid as it would be; its name and code may still be open.</summary>
    public async Task<GroundPreview> Look(Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(PlacesPermissions.Edit);
        var codes = (form.Codes ?? []).Select(c => c?.Trim() ?? "").Distinct().ToList();
        new Faults().If(codes.Count < 2, "codes", "places.merge_parts").Throw();
        foreach (var code in codes) actor.Require(PlacesPermissions.Edit, code);
        var (grids, ground) = await Together(codes, ct);
        return await weigh.Run(grids[0].Community, codes, [(form.Name?.Trim() ?? "", ground)], [], ct);
    }

    private static void Check(List<string> codes, string code, string name)
    {
        var faults = new List<Fault>();
        if (codes.Count < 2) faults.Add(new Fault("codes", "places.merge_parts"));
        GridSets.Check(code, name, "", faults);
        foreach (var (at, stray) in codes.Index().Where(c => AreaCode.ParentOf(c.Item) != AreaCode.ParentOf(code)))
            faults.Add(new Fault($"codes[{at}]", "places.other_community", stray, AreaCode.ParentOf(code) ?? code));
        if (faults.Count > 0) throw new Invalid([.. faults.Select(f => f with { Field = f.Field.TrimStart('.') })]);
    }

    /// <summary>The grids by code, and their common ground.</summary>
    private async Task<(List<Grid> Grids, Geometry Ground)> Together(List<string> codes, CancellationToken ct)
    {
        var grids = await db.GridsToday.Where(g => codes.Contains(g.Code)).OrderBy(g => g.Code).ToListAsync(ct);
        codes.Index().Where(c => grids.All(g => g.Code != c.Item)).Select(c => new Fault($"codes[{c.Index}]", "places.grid_unknown", c.Item)).ToList().Throw();
        var shapes = grids.Select(g => g.Shape()).ToList();
        var ground = Topology.Union(shapes);
        Refused.If(ground is MultiPolygon && shapes.All(s => s is Polygon), "places.merge_apart");
        return (grids, ground);
    }

    private async Task<Outcome> Store(List<Grid> grids, Geometry ground, string code, string name, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var merged = new Grid(Guid.CreateVersion7(now), code, name, ground, now);
        foreach (var grid in grids) db.AddRange(grid.ReplaceBy([merged], now));
        db.Add(merged);
        await db.SaveChangesAsync(ct);
        await ledger.Write(PlacesActs.Merged, code, new { grids = grids.Select(g => g.Code) }, ct);
        return new Outcome(code, [.. grids.Select(g => g.Code)], now);
    }
}
