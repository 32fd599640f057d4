using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Cuobian.Places;

/// <summary>Checks the grids of a file against each other, against the grids that stay, and against the outlines of their communities.</summary>
internal sealed class GridSurvey(CuobianDb db)
{
    /// <summary>Adds what forbids the import to the faults; answers what somebody should look at.</summary>
    public async Task<List<Fault>> Check(List<Feature> features, double tolerance, List<Fault> faults, IProgress<Step>? progress, CancellationToken ct)
    {
        if (features.Count == 0) return [];
        var box = features.Aggregate(new Envelope(), (all, f) => all.ExpandedBy(f.Shape.EnvelopeInternal));
        var topology = new Topology(box.Centre.Y, tolerance);
        await CheckCodes(features, faults, ct);
        // Only sound polygons can be laid over each other.
        var sound = features.Where(f => topology.Sound(new Plot($"{f.Where}.geometry", f.Code, f.Shape), faults)).ToList();
        var plots = sound.Select(f => new Plot($"{f.Where}.geometry", f.Code, f.Shape)).ToList();
        plots.AddRange(await Staying(sound, box, ct));
        faults.AddRange(topology.Overlaps(plots, done => Report(progress, "checking overlaps", done, plots.Count)));
        return faults.Count > 0 ? [] : await Look(topology, sound, plots, progress, ct);
    }

    private async Task CheckCodes(List<Feature> features, List<Fault> faults, CancellationToken ct)
    {
        var seen = new Dictionary<string, string>();
        foreach (var feature in features)
        {
            GridSets.Check(feature.Code, feature.Name, feature.Where, faults);
            if (feature.Code.Length > 0 && !seen.TryAdd(feature.Code, feature.Where))
                faults.Add(new Fault($"{feature.Where}.code", "places.code_duplicate_feature", feature.Code, seen[feature.Code]));
        }

        var communities = (await db.Set<AreaVersion>().Where(a => a.ValidTo == null && a.Level == AreaLevel.Community).Select(a => a.Code).ToListAsync(ct)).ToHashSet();
        var today = (await db.GridsToday.Select(g => g.Code).ToListAsync(ct)).ToHashSet();
        var ended = (await db.Set<Grid>().Where(g => g.ValidTo != null).Select(g => g.Code).ToListAsync(ct)).ToHashSet();
        foreach (var feature in features.Where(f => AreaCode.LevelOf(f.Code) is AreaLevel.Grid))
        {
            if (!communities.Contains(feature.Code[..12]))
                faults.Add(new Fault($"{feature.Where}.code", "places.community_unknown", feature.Code[..12]));
            if (ended.Contains(feature.Code) && !today.Contains(feature.Code))
                faults.Add(new Fault($"{feature.Where}.code", "places.grid_ended", feature.Code));
        }
    }

    /// <summary>Stored grids that the file does not redraw, near it or in the same communities.</summary>
    private async Task<List<Plot>> Staying(List<Feature> features, Envelope box, CancellationToken ct)
    {
        var drawn = features.Select(f => f.Code).ToHashSet();
        var communities = drawn.Select(AreaCode.ParentOf).OfType<string>().Distinct().ToList();
        var stored = await db.GridsToday.AsNoTracking()
            .Where(g => EF.Parameter(communities).Contains(g.Community) || (g.West <= box.MaxX && g.East >= box.MinX && g.South <= box.MaxY && g.North >= box.MinY))
            .ToListAsync(ct);
        return [.. stored.Where(g => !drawn.Contains(g.Code)).Select(g => new Plot(null, g.Code, g.Shape()))];
    }

    private async Task<List<Fault>> Look(Topology topology, List<Feature> features, List<Plot> plots, IProgress<Step>? progress, CancellationToken ct)
    {
        var warnings = new List<Fault>();
        var outlines = await Outlines(features, ct);
        foreach (var feature in features)
        {
            if (AreaCode.PathOf(feature.Code).LastOrDefault(outlines.ContainsKey) is not { } area) continue;
            var beyond = topology.Beyond(feature.Shape, outlines[area]);
            if (topology.Matters(beyond))
                warnings.Add(new Fault($"{feature.Where}.geometry", "places.outside", feature.Code, area, Math.Round(beyond, 1)));
        }

        var drawn = features.Select(f => f.Code[..12]).ToHashSet();
        var communities = plots.Where(p => drawn.Contains(p.Code[..12])).GroupBy(p => p.Code[..12]).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        foreach (var (at, community) in communities.Index())
        {
            Report(progress, "checking gaps", at + 1, communities.Count);
            warnings.AddRange(topology.Gaps(community.Key, [.. community.Select(p => p.Shape)], outlines.GetValueOrDefault(community.Key)));
        }
        return warnings;
    }

    private async Task<Dictionary<string, Geometry>> Outlines(List<Feature> features, CancellationToken ct)
    {
        var codes = features.SelectMany(f => AreaCode.PathOf(f.Code)).Distinct().ToList();
        var stored = await db.Set<Outline>().AsNoTracking().Where(o => EF.Parameter(codes).Contains(o.Code)).ToListAsync(ct);
        return stored.ToDictionary(o => o.Code, o => o.Shape());
    }

    private static void Report(IProgress<Step>? progress, string doing, int done, int of)
    {
        if (done == of || done % 500 == 0) progress?.Report(new Step(doing, done, of));
    }
}
