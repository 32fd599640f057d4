using System.Globalization;
using Cuobian.Data;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Places;

/// <summary>Takes buildings from an XLSX or CSV file (<c>code,name,lat,lon</c>); known codes are updated, none is removed.</summary>
internal sealed class ImportBuildings(CuobianDb db, Actor actor, IActLedger ledger)
{
    private static readonly SheetShape Shape = new(["code", "name", "lat", "lon"], ["code", "name", "lat", "lon"]);

    /// <summary>How to take the file.</summary>
    internal sealed record Form(Crs Crs = Crs.Wgs84, bool DryRun = false);

    /// <summary>What the file changed, or would change.</summary>
    internal sealed record Outcome(int Added, int Changed, int Unchanged, bool DryRun);

    public static void Map(IEndpointRouteBuilder places) =>
        places.MapPost("/buildings/import", (string? crs, bool? dryRun, HttpRequest request, ImportBuildings import, CancellationToken ct) =>
            import.Run(Upload.Body(request), new Form(Upload.CrsOf(crs), dryRun ?? false), ct)).Takes(SheetShape.Types);

    public async Task<Outcome> Run(Stream file, Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(PlacesPermissions.Edit);
        var faults = new List<Fault>();
        var lines = await Shape.Read(file, ct);
        var communities = (await db.Set<AreaVersion>().Where(a => a.ValidTo == null && a.Level == AreaLevel.Community).Select(a => a.Code).ToListAsync(ct)).ToHashSet();
        var seen = new Dictionary<string, int>();
        var buildings = lines.Select(line => Read(line, form.Crs, communities, seen, faults)).OfType<Building>().ToList();
        faults.Throw();
        foreach (var community in buildings.Select(b => b.Community).Distinct()) actor.Require(PlacesPermissions.Edit, community);
        return await db.InOneTransaction(async () =>
        {
            var stored = await Store(buildings, form.DryRun, ct);
            if (!form.DryRun) await ledger.Write(PlacesActs.Imported, "buildings", new { stored.Added, stored.Changed }, ct);
            return stored;
        }, ct);
    }

    private static Building? Read(SheetLine line, Crs crs, HashSet<string> communities, Dictionary<string, int> seen, List<Fault> faults)
    {
        var before = faults.Count;
        var code = line["code"];
        if (code.Length == 0) faults.Add(new Fault(line.Field("code"), "required"));
        else if (!AreaCode.IsBuilding(code)) faults.Add(new Fault(line.Field("code"), "places.building_code", code));
        else if (!communities.Contains(code[..12])) faults.Add(new Fault(line.Field("code"), "places.community_unknown", code[..12]));
        else if (!seen.TryAdd(code, line.Number)) faults.Add(new Fault(line.Field("code"), "places.code_duplicate", code, seen[code]));
        PlaceName.Check(line["name"], line.Field("name"), faults);
        double lat = Degrees(line, "lat", 90, faults), lon = Degrees(line, "lon", 180, faults);
        if (faults.Count > before) return null;
        var point = Coordinates.ToWgs84(new GeoPoint(lat, lon), crs);
        return new Building { Code = code, Community = code[..12], Name = line["name"], Lat = point.Lat, Lon = point.Lon };
    }

    private static double Degrees(SheetLine line, string column, double most, List<Fault> faults)
    {
        if (!double.TryParse(line[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) || !double.IsFinite(degrees))
            faults.Add(new Fault(line.Field(column), "places.not_a_number", line[column]));
        else if (Math.Abs(degrees) > most) faults.Add(new Fault(line.Field(column), "places.out_of_range", most));
        return degrees;
    }

    private async Task<Outcome> Store(List<Building> read, bool dryRun, CancellationToken ct)
    {
        var communities = read.Select(b => b.Community).Distinct().ToList();
        var stored = await db.Set<Building>().Where(b => EF.Parameter(communities).Contains(b.Community)).ToDictionaryAsync(b => b.Code, ct);
        var added = read.Where(b => !stored.ContainsKey(b.Code)).ToList();
        var changed = read.Where(b => stored.TryGetValue(b.Code, out var was) && (was.Name, was.Lat, was.Lon) != (b.Name, b.Lat, b.Lon)).ToList();
        if (!dryRun)
        {
            db.AddRange(added);
            foreach (var building in changed)
                (stored[building.Code].Name, stored[building.Code].Lat, stored[building.Code].Lon) = (building.Name, building.Lat, building.Lon);
            await db.SaveChangesAsync(ct);
        }
        return new Outcome(added.Count, changed.Count, read.Count - added.Count - changed.Count, dryRun);
    }
}
