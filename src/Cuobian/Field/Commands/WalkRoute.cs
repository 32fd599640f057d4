using Cuobian.Data;
using Cuobian.Field.Contracts;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Field;

/// <summary>A grid worker walks a route: starts, checks in at its points, finishes. Each step may arrive late and twice.</summary>
public sealed class WalkRoute(CuobianDb db, Actor actor, TimeProvider time)
{
    public const int LongestWords = 500;

    public sealed class StartForm
    {
        /// <summary>The phone's own name for the walk; a second start with it is the same walk.</summary>
        public Guid? Id { get; set; }
        public Guid? RouteId { get; set; }
        public DateTimeOffset? At { get; set; }
    }

    public sealed class CheckInForm
    {
        public int? Point { get; set; }
        public DateTimeOffset? At { get; set; }
        public double? Lat { get; set; }
        public double? Lon { get; set; }
        public string? Words { get; set; }
    }

    public sealed class FinishForm
    {
        public DateTimeOffset? At { get; set; }
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder field)
    {
        field.MapPost("/patrols", async (StartForm? form, WalkRoute walk, CancellationToken ct) =>
            await walk.Start(form ?? new(), ct) is { } id ? Results.Ok(new { id }) : Results.NotFound()).WithSummary("Start a patrol along a route.");
        field.MapPost("/patrols/{id:guid}/check-ins", async (Guid id, CheckInForm? form, WalkRoute walk, CancellationToken ct) =>
            await walk.CheckIn(id, form ?? new(), ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Check in at a point of the route, with time and position.");
        field.MapPost("/patrols/{id:guid}/finish", async (Guid id, FinishForm? form, WalkRoute walk, CancellationToken ct) =>
            await walk.Finish(id, form ?? new(), ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Finish a patrol.");
    }

    /// <summary>The walk's id; null when there is no such route for this actor.</summary>
    public async Task<Guid?> Start(StartForm form, CancellationToken ct)
    {
        var me = Me();
        var now = time.GetUtcNow();
        new Faults().If(form.RouteId is null, "routeId", "required").CheckTime(form.At, now).Throw();
        var id = form.Id is { } named && named != Guid.Empty ? named : Guid.CreateVersion7(now);
        if (await db.Patrols.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is { } known) return known.By == me ? id : null;
        if (await db.Routes.SingleOrDefaultAsync(r => r.Id == form.RouteId, ct) is not { } route || !actor.May(FieldPermissions.Patrol, route.Grid)) return null;
        db.Add(Patrol.Start(id, route, me, PhoneClock.Read(form.At, now)));
        await db.SaveChangesAsync(ct);
        return id;
    }

    public async Task<bool> CheckIn(Guid id, CheckInForm form, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var position = form is { Lat: { } lat, Lon: { } lon } ? new GeoPoint(lat, lon) : (GeoPoint?)null;
        new Faults()
            .If(form.Point is null, "point", "required")
            .If(position is { } here && !Coordinates.OnEarth(here), "lat", "field.point_place")
            .AtMost(form.Words, LongestWords, "words").CheckTime(form.At, now).Throw();
        if (await Mine(id, ct) is not { } patrol) return false;
        var point = await db.Set<RoutePoint>().AsNoTracking().SingleOrDefaultAsync(p => p.RouteId == patrol.RouteId && p.Seq == form.Point, ct);
        if (point is null) return false;
        patrol.CheckInAt(point, PhoneClock.Read(form.At, now), position, Said(form.Words));
        await db.SaveChangesAsync(ct);
        return true;
    }

    public async Task<bool> Finish(Guid id, FinishForm form, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        new Faults().AtMost(form.Words, LongestWords, "words").CheckTime(form.At, now).Throw();
        if (await Mine(id, ct) is not { } patrol) return false;
        patrol.Finish(PhoneClock.Read(form.At, now), Said(form.Words));
        await db.SaveChangesAsync(ct);
        return true;
    }

    private Guid Me()
    {
        actor.RequireSomewhere(FieldPermissions.Patrol);
        return actor.Account ?? throw new Denied(FieldPermissions.Patrol);
    }

    private async Task<Patrol?> Mine(Guid id, CancellationToken ct)
    {
        var me = Me();
        return await db.Patrols.Include(p => p.CheckIns).SingleOrDefaultAsync(p => p.Id == id && p.By == me, ct);
    }

    private static string? Said(string? words) => string.IsNullOrWhiteSpace(words) ? null : words.Replace("\0", "", StringComparison.Ordinal).Trim();
}
