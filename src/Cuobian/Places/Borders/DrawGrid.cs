using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using SpatialFunction = NetTopologySuite.Operation.Overlay.SpatialFunction;

namespace Cuobian.Places.Borders;

/// <summary>Draws a new grid in a community; ground that other grids have, or that lies outside the community, is left out of it.</summary>
internal sealed class DrawGrid(CuobianDb db, Actor actor, TimeProvider time, PlacesMap map, GridSurvey survey, WeighGround weigh, PlanBorders plans, Sentences sentences, IActLedger ledger)
{
    private const double Tolerance = 10;

    /// <summary>The corners in turn, as longitude and latitude, and what the grid is called.</summary>
    internal sealed class Form
    {
        public string? Ring { get; set; }
        public string? Code { get; set; }
        public string? Name { get; set; }
        public DateOnly? ValidFrom { get; set; }
    }

    public static void Map(IEndpointRouteBuilder places) =>
        places.MapPost("/communities/{code}/grids", async (string code, bool? dryRun, Form form, DrawGrid draw, CancellationToken ct) =>
            dryRun == true ? Answer(await draw.Look(code, form, ct)) : Answer(await draw.Run(code, form, ct)));

    private static IResult Answer(object? done) => done is null ? Results.NotFound() : Results.Ok(done);

    /// <summary>What it would be; null when there is no such community.</summary>
    public async Task<GroundPreview?> Look(string community, Form form, CancellationToken ct)
    {
        if (await Ground(community, form, ct) is not { } ground) return null;
        var faults = new List<Fault>();
        var drawn = new Feature("ring", form.Code?.Trim() is { Length: > 0 } code ? code : community + "001", form.Name ?? "", ground);
        var warnings = await survey.Check([drawn], Tolerance, faults, null, ct);
        // Code and name may still be open; what is wrong with the ground is not.
        faults.RemoveAll(f => !f.Field.EndsWith("geometry", StringComparison.Ordinal));
        faults.Throw();
        return await weigh.Run(community, [], [(form.Name?.Trim() ?? "", ground)], Notice.From(warnings.Where(w => w.Code != "places.gap"), sentences), ct);
    }

    public async Task<BorderOutcome?> Run(string community, Form form, CancellationToken ct)
    {
        var from = plans.WaitsFor(form.ValidFrom);
        form.ValidFrom = null;
        string code = form.Code?.Trim() ?? "", name = form.Name?.Trim() ?? "";
        var outcome = await db.InOneTransaction(async () =>
        {
            if (await Ground(community, form, ct) is not { } ground) return null;
            if (from is null) await db.NextPlacesEdition(ct);
            await Check(community, new Feature("ring", code, name, ground), ct);
            return from is { } day ? await plans.Keep(ChangeKind.Draw, community, form, [code], day, ct) : await Store(code, name, ground, ct);
        }, ct);
        if (outcome is { Planned: false }) await map.Reload(db, ct);
        return outcome;
    }

    private async Task Check(string community, Feature drawn, CancellationToken ct)
    {
        var faults = new List<Fault>();
        if (drawn.Code.Length == 15 && AreaCode.ParentOf(drawn.Code) != community) faults.Add(new Fault("ring.code", "places.other_community", drawn.Code, community));
        if ((await db.UsedGridCodes([drawn.Code], ct)).Count > 0) faults.Add(new Fault("ring.code", "places.grid_used", drawn.Code));
        if (faults.Count == 0) await survey.Check([drawn], Tolerance, faults, null, ct);
        faults.Throw();
    }

    private async Task<BorderOutcome> Store(string code, string name, Geometry ground, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        db.Add(new Grid(Guid.CreateVersion7(now), code, name, ground, now));
        await db.SaveChangesAsync(ct);
        await ledger.Write(PlacesActs.Drawn, code, null, ct);
        return new BorderOutcome([code], now, Planned: false);
    }

    /// <summary>The ring without what others have; null when there is no such community.</summary>
    private async Task<Geometry?> Ground(string community, Form form, CancellationToken ct)
    {
        actor.Require(PlacesPermissions.Edit, community);
        var ring = RingOf(form.Ring);
        if (map.Find(community) is not { Level: AreaLevel.Community }) return null;
        var faults = new List<Fault>();
        new Topology(ring.EnvelopeInternal.Centre.Y, Tolerance).Sound(new Plot("ring.geometry", form.Code ?? "", ring), faults);
        faults.Throw();
        var box = ring.EnvelopeInternal;
        var taken = await db.GridsToday.AsNoTracking().Where(g => g.West <= box.MaxX && g.East >= box.MinX && g.South <= box.MaxY && g.North >= box.MinY).ToListAsync(ct);
        Geometry ground = taken.Count == 0 ? ring : OverlayNGRobust.Overlay(ring, Topology.Union(taken.Select(g => g.Shape())), SpatialFunction.Difference);
        if (await db.Set<Outline>().AsNoTracking().SingleOrDefaultAsync(o => o.Code == community, ct) is { } outline)
            ground = OverlayNGRobust.Overlay(ground, outline.Shape(), SpatialFunction.Intersection);
        return Whole(ground, community);
    }

    /// <summary>Slivers along a border drawn by hand are no pieces of their own.</summary>
    private static Polygon Whole(Geometry ground, string community)
    {
        Refused.If(ground.IsEmpty, "places.drawn_taken", community);
        var metres = new LocalMetres(ground.EnvelopeInternal.Centre.Y);
        var pieces = Enumerable.Range(0, ground.NumGeometries).Select(ground.GetGeometryN).OfType<Polygon>().Where(p => metres.Flatten(p).Area > Tolerance).ToList();
        Refused.If(pieces.Count == 0, "places.drawn_taken", community);
        Refused.If(pieces.Count > 1, "places.drawn_apart", community);
        return pieces[0];
    }

    private static Polygon RingOf(string? text)
    {
        var corners = CutGrid.PointsOf(text);
        new Faults().If(corners is not { Count: >= 3 }, "ring", "places.ring_few").Throw();
        if (!corners![^1].Equals2D(corners[0])) corners.Add(corners[0].Copy());
        new Faults().If(corners.Count < 4, "ring", "places.ring_few").Throw();
        return GeometryFactory.Default.CreatePolygon([.. corners]);
    }
}
