using Cuobian.Data;
using Cuobian.Field.Contracts;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Field;

/// <summary>A community lays out a route through one of its grids, or takes one out of use.</summary>
public sealed class PlanRoute(CuobianDb db, Actor actor, IPlaces places, TimeProvider time)
{
    public const int MostPoints = 40;
    public const int LongestName = 60;

    public sealed class Form
    {
        public string? Grid { get; set; }
        public string? Name { get; set; }

        /// <summary>In the order they are walked.</summary>
        public List<Point>? Points { get; set; }
    }

    public sealed record Point(string? Name, double? Lat = null, double? Lon = null);

    public static void Map(IEndpointRouteBuilder field)
    {
        field.MapPost("/routes", async (Form? form, PlanRoute plan, CancellationToken ct) =>
        {
            var id = await plan.Run(form ?? new(), ct);
            return Results.Created($"/field/patrol/{id}", new { id });
        })
            .WithSummary("Lay out a patrol route through a grid.");
        field.MapPost("/routes/{id:guid}/retire", async (Guid id, PlanRoute plan, CancellationToken ct) =>
            await plan.Retire(id, ct) ? Results.NoContent() : Results.NotFound())
            .WithSummary("Take a route out of use; walks along it stay.");
    }

    public async Task<Guid> Run(Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(FieldPermissions.Plan);
        Check(form);
        actor.Require(FieldPermissions.Plan, form.Grid!);
        var route = PatrolRoute.Plan(form.Grid!, form.Name!.Trim(), form.Points!.Select(p => (p.Name!.Trim(), At(p))), actor.Account, time.GetUtcNow());
        db.Add(route);
        await db.SaveChangesAsync(ct);
        return route.Id;
    }

    public async Task<bool> Retire(Guid id, CancellationToken ct)
    {
        actor.RequireSomewhere(FieldPermissions.Plan);
        if (await db.Routes.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } route || !actor.May(FieldPermissions.Plan, route.Grid)) return false;
        route.Retire(time.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return true;
    }

    private void Check(Form form)
    {
        var points = form.Points ?? [];
        new Faults()
            .If(form.Grid is null || places.Find(form.Grid) is not { Level: AreaLevel.Grid }, "grid", "field.unknown_grid")
            .Required(form.Name, "name").AtMost(form.Name, LongestName, "name")
            .If(points.Count is 0 or > MostPoints, "points", "field.points_count", MostPoints)
            .If(points.Exists(p => string.IsNullOrWhiteSpace(p.Name) || p.Name.Length > LongestName), "points", "field.point_name", LongestName)
            .If(points.Exists(p => p.Lat is null != p.Lon is null || (At(p) is { } at && !Coordinates.OnEarth(at))), "points", "field.point_place")
            .Throw();
    }

    private static GeoPoint? At(Point point) => point is { Lat: { } lat, Lon: { } lon } ? new GeoPoint(lat, lon) : null;
}
