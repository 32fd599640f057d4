using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.IO;

namespace Cuobian.Places;

/// <summary>Takes the borders of communities and larger areas from a GeoJSON file; grids are checked against them.</summary>
internal sealed class ImportOutlines(CuobianDb db, Actor actor, TimeProvider time, PlacesMap map, Sentences sentences, IActLedger ledger)
{
    /// <summary>How to take the file.</summary>
    internal sealed record Form(Crs Crs = Crs.Wgs84, bool DryRun = false);

    /// <summary>What the file changed, or would change, and what somebody should look at.</summary>
    internal sealed record Outcome(int Added, int Redrawn, int Unchanged, bool DryRun, IReadOnlyList<Notice> Warnings);

    public static void Map(IEndpointRouteBuilder places) =>
        places.MapPost("/outlines/import", (string? crs, bool? dryRun, HttpRequest request, ImportOutlines import, CancellationToken ct) =>
            import.Run(Upload.Body(request), new Form(Upload.CrsOf(crs), dryRun ?? false), ct)).Takes("application/geo+json", "application/json");

    public async Task<Outcome> Run(Stream file, Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(PlacesPermissions.Edit);
        var faults = new List<Fault>();
        var read = await GeoJson.Read(file, form.Crs, faults, ct);
        var warnings = new List<Fault>();
        var features = read.Select(f => Sound(f with { Code = AreaCode.Trim(f.Code) }, faults, warnings)).ToList();
        CheckCodes(features, faults);
        faults.Throw();
        foreach (var feature in features) actor.Require(PlacesPermissions.Edit, feature.Code);

        return await db.InOneTransaction(async () =>
        {
            var stored = await Store(features, warnings, form, ct);
            if (!form.DryRun) await ledger.Write(PlacesActs.Imported, "outlines", new { stored.Added, stored.Redrawn }, ct);
            return stored;
        }, ct);
    }

    /// <summary>Published outlines are simplified and some cross themselves by a hair: those are mended, and told, when the ground stays the same.</summary>
    private static Feature Sound(Feature feature, List<Fault> faults, List<Fault> warnings)
    {
        var found = new List<Fault>();
        var plot = new Plot($"{feature.Where}.geometry", feature.Code, feature.Shape);
        if (new Topology(feature.Shape.EnvelopeInternal.Centre.Y, 0).Sound(plot, found)) return feature;
        var mended = GeometryFixer.Fix(feature.Shape);
        if (mended is Polygon or MultiPolygon && Math.Abs(mended.Area - feature.Shape.Area) < feature.Shape.Area / 1000)
        {
            warnings.AddRange(found.Select(f => f with { Code = "places.outline_mended" }));
            return feature with { Shape = mended };
        }
        faults.AddRange(found);
        return feature;
    }

    private static void CheckCodes(List<Feature> features, List<Fault> faults)
    {
        var seen = new Dictionary<string, string>();
        foreach (var feature in features)
        {
            if (feature.Code.Length == 0) faults.Add(new Fault($"{feature.Where}.code", "required"));
            else if (AreaCode.LevelOf(feature.Code) is null or AreaLevel.Grid) faults.Add(new Fault($"{feature.Where}.code", "places.code_malformed", feature.Code));
            else if (!seen.TryAdd(feature.Code, feature.Where)) faults.Add(new Fault($"{feature.Where}.code", "places.code_duplicate_feature", feature.Code, seen[feature.Code]));
        }
    }

    private async Task<Outcome> Store(List<Feature> features, List<Fault> warnings, Form form, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var codes = features.Select(f => f.Code).ToList();
        var stored = await db.Set<Outline>().Where(o => EF.Parameter(codes).Contains(o.Code)).ToDictionaryAsync(o => o.Code, ct);
        int added = 0, redrawn = 0;
        foreach (var feature in features)
        {
            var border = new WKBWriter().Write(feature.Shape);
            if (!stored.TryGetValue(feature.Code, out var outline))
            {
                added++;
                if (!form.DryRun) db.Add(new Outline { Code = feature.Code, Border = border, ChangedAt = now });
            }
            else if (!outline.Border.AsSpan().SequenceEqual(border))
            {
                redrawn++;
                if (!form.DryRun) (outline.Border, outline.ChangedAt) = (border, now);
            }
        }
        await db.SaveChangesAsync(ct);
        warnings.AddRange(features.Where(f => map.Find(f.Code) is null).Select(f => new Fault($"{f.Where}.code", "places.outline_unknown_area", f.Code)));
        return new Outcome(added, redrawn, features.Count - added - redrawn, form.DryRun, Notice.From(warnings, sentences));
    }
}
