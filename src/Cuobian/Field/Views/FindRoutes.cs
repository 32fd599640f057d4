using Cuobian.Data;
using Cuobian.Field.Contracts;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Field;

/// <summary>A route in a list: where it leads and when it was last walked to the end.</summary>
public sealed record RouteLine(Guid Id, string Grid, string GridName, string Name, int Points, DateTimeOffset? LastWalked);

/// <summary>A route to walk, and the walk of this actor along it that is not finished.</summary>
public sealed record RouteToWalk(PatrolRoute Route, string GridName, Patrol? Walk);

/// <summary>The routes in use that somebody may walk or plan.</summary>
public sealed class FindRoutes(CuobianDb db, Actor actor, IPlaces places, TimeProvider time)
{
    public const int Most = 300;
    private static readonly TimeSpan OneDay = TimeSpan.FromHours(24);

    public async Task<IReadOnlyList<RouteLine>> Run(string permission, CancellationToken ct)
    {
        actor.RequireSomewhere(permission);
        var routes = await db.Routes.AsNoTracking().Where(r => r.RetiredAt == null).Where(FieldReach.Covered<PatrolRoute>(actor, permission, r => r.Grid)).OrderBy(r => r.Grid).ThenBy(r => r.Name).Take(Most)
            .Select(r => new { r.Id, r.Grid, r.Name, Points = r.Points.Count }).ToListAsync(ct);
        var ids = routes.ConvertAll(r => r.Id);
        var last = await db.Patrols.Where(p => ids.Contains(p.RouteId) && p.FinishedAt != null).GroupBy(p => p.RouteId)
            .Select(g => new { g.Key, At = g.Max(p => p.StartedAt) }).ToDictionaryAsync(g => g.Key, g => g.At, ct);
        return [.. routes.Select(r => new RouteLine(r.Id, r.Grid, places.Recall(r.Grid)?.Name ?? r.Grid, r.Name, r.Points, last.TryGetValue(r.Id, out var at) ? at : null))];
    }

    public async Task<RouteToWalk?> Show(Guid id, CancellationToken ct)
    {
        actor.RequireSomewhere(FieldPermissions.Patrol);
        var route = await db.Routes.AsNoTracking().Include(r => r.Points.OrderBy(p => p.Seq)).SingleOrDefaultAsync(r => r.Id == id, ct);
        if (route is null || !actor.May(FieldPermissions.Patrol, route.Grid)) return null;
        // A walk that nobody finished ends with its day.
        var since = time.GetUtcNow() - OneDay;
        var walk = await db.Patrols.AsNoTracking().Include(p => p.CheckIns)
            .Where(p => p.By == actor.Account && p.RouteId == id && p.FinishedAt == null && p.StartedAt > since).OrderByDescending(p => p.StartedAt).FirstOrDefaultAsync(ct);
        return new RouteToWalk(route, places.Recall(route.Grid)?.Name ?? route.Grid, walk);
    }
}
