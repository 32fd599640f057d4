using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Cuobian.Places;

/// <summary>Merges neighbouring grids of one community into a new one with a code of its own; the old grids stay as history.</summary>
internal sealed class MergeGrids(CuobianDb db, Actor actor, TimeProvider time, PlacesMap map)
{
    /// <summary>Which grids become which.</summary>
    internal sealed class Form
    {
        public IReadOnlyList<string?>? Codes { get; set; }
        public string? Code { get; set; }
        public string? Name { get; set; }
    }

    /// <summary>What the grids became.</summary>
    internal sealed record Outcome(string Code, IReadOnlyList<string> Predecessors, DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder places) =>
        places.MapPost("/grids/merge", (Form form, MergeGrids merge, CancellationToken ct) => merge.Run(form, ct));

    public async Task<Outcome> Run(Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(PlacesPermissions.Edit);
        var codes = (form.Codes ?? []).Select(c => c?.Trim() ?? "").Distinct().ToList();
        string code = form.Code?.Trim() ?? "", name = form.Name?.Trim() ?? "";
        Check(codes, code, name);
        foreach (var each in codes.Append(code)) actor.Require(PlacesPermissions.Edit, each);

        var outcome = await db.InOneTransaction(async () =>
        {
            await db.NextPlacesEdition(ct);
            return await Merge(codes, code, name, ct);
        }, ct);
        await map.Reload(db, ct);
        return outcome;
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

    private async Task<Outcome> Merge(List<string> codes, string code, string name, CancellationToken ct)
    {
        var grids = await db.GridsToday.Where(g => codes.Contains(g.Code)).OrderBy(g => g.Code).ToListAsync(ct);
        var faults = codes.Index().Where(c => grids.All(g => g.Code != c.Item))
            .Select(c => new Fault($"codes[{c.Index}]", "places.grid_unknown", c.Item)).ToList();
        if ((await db.UsedGridCodes([code], ct)).Count > 0) faults.Add(new Fault("code", "places.grid_used", code));
        faults.Throw();

        var shapes = grids.Select(g => g.Shape()).ToList();
        var ground = Topology.Union(shapes);
        Refused.If(ground is MultiPolygon && shapes.All(s => s is Polygon), "places.merge_apart");

        var now = time.GetUtcNow();
        var merged = new Grid(Guid.CreateVersion7(now), code, name, ground, now);
        foreach (var grid in grids) db.AddRange(grid.ReplaceBy([merged], now));
        db.Add(merged);
        await db.SaveChangesAsync(ct);
        return new Outcome(code, [.. grids.Select(g => g.Code)], now);
    }
}
