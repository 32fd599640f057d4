using System.Text.Json;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Places;

/// <summary>Splits a grid into parts with codes of their own that together cover exactly its ground; the old grid stays as history.</summary>
internal sealed class SplitGrid(CuobianDb db, Actor actor, TimeProvider time, PlacesMap map, IActLedger ledger)
{
    private const double Tolerance = 10;

    /// <summary>The new grids.</summary>
    internal sealed class Form
    {
        public IReadOnlyList<Part?>? Parts { get; set; }

        /// <summary>Only checks; nothing is changed.</summary>
        public bool DryRun { get; set; }
    }

    /// <summary>One new grid; its geometry is a GeoJSON Polygon or MultiPolygon in WGS-84.</summary>
    internal sealed class Part
    {
        public string? Code { get; set; }
        public string? Name { get; set; }
        public JsonElement Geometry { get; set; }
    }

    /// <summary>What the grid became.</summary>
    internal sealed record Outcome(string Code, IReadOnlyList<string> Successors, DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder places) =>
        places.MapPost("/grids/{code}/split", async (string code, Form form, SplitGrid split, CancellationToken ct) =>
            await split.Run(code, form, ct) is { } done ? Results.Ok(done) : Results.NotFound());

    public async Task<Outcome?> Run(string code, Form form, CancellationToken ct)
    {
        actor.Require(PlacesPermissions.Edit, code);
        var features = Read(form);
        var outcome = await db.InOneTransaction(async () =>
        {
            if (!form.DryRun) await db.NextPlacesEdition(ct);
            return await db.GridsToday.SingleOrDefaultAsync(g => g.Code == code, ct) is { } grid ? await Split(grid, features, form.DryRun, ct) : null;
        }, ct);
        if (outcome is not null && !form.DryRun) await map.Reload(db, ct);
        return outcome;
    }

    private static List<Feature> Read(Form form)
    {
        var faults = new List<Fault>();
        var parts = form.Parts ?? [];
        if (parts.Count < 2) faults.Add(new Fault("parts", "places.split_parts"));
        var features = new List<Feature>();
        foreach (var (at, part) in parts.Index())
        {
            string where = $"parts[{at}]", code = part?.Code?.Trim() ?? "", name = part?.Name?.Trim() ?? "";
            GridSets.Check(code, name, where, faults);
            if (features.Find(f => f.Code == code) is { } twin) faults.Add(new Fault($"{where}.code", "places.code_duplicate_feature", code, twin.Where));
            if (GeoJson.ReadShape(part?.Geometry ?? default, $"{where}.geometry", Crs.Wgs84, faults) is { } shape) features.Add(new Feature(where, code, name, shape));
        }
        faults.Throw();
        return features;
    }

    private async Task<Outcome> Split(Grid grid, List<Feature> features, bool dryRun, CancellationToken ct)
    {
        var faults = new List<Fault>();
        foreach (var used in await db.UsedGridCodes([.. features.Select(f => f.Code)], ct))
            faults.Add(new Fault($"{features.First(f => f.Code == used).Where}.code", "places.grid_used", used));
        foreach (var stray in features.Where(f => AreaCode.ParentOf(f.Code) != grid.Community))
            faults.Add(new Fault($"{stray.Where}.code", "places.other_community", stray.Code, grid.Community));
        CheckGround(grid, features, faults);
        faults.Throw();

        var now = time.GetUtcNow();
        if (dryRun) return new Outcome(grid.Code, [.. features.Select(f => f.Code)], now);
        var parts = features.Select(f => new Grid(Guid.CreateVersion7(now), f.Code, f.Name, f.Shape, now)).ToList();
        db.AddRange(grid.ReplaceBy(parts, now));
        db.AddRange(parts);
        await db.SaveChangesAsync(ct);
        await ledger.Write(PlacesActs.Split, grid.Code, new { parts = parts.Select(p => p.Code) }, ct);
        return new Outcome(grid.Code, [.. parts.Select(p => p.Code)], now);
    }

    private static void CheckGround(Grid grid, List<Feature> features, List<Fault> faults)
    {
        var before = grid.Shape();
        var topology = new Topology(before.EnvelopeInternal.Centre.Y, Tolerance);
        var plots = features.Select(f => new Plot($"{f.Where}.geometry", f.Code, f.Shape)).ToList();
        if (plots.Count(plot => topology.Sound(plot, faults)) < plots.Count) return;
        faults.AddRange(topology.Overlaps(plots));
        var after = Topology.Union(features.Select(f => f.Shape));
        double left = topology.Beyond(before, after), taken = topology.Beyond(after, before);
        if (topology.Matters(left)) faults.Add(new Fault("parts", "places.split_gap", grid.Code, Math.Round(left, 1)));
        if (topology.Matters(taken)) faults.Add(new Fault("parts", "places.split_outside", grid.Code, Math.Round(taken, 1)));
    }
}
