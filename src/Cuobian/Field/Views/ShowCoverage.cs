using Cuobian.Data;
using Cuobian.Field.Contracts;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Field;

/// <summary>How well a grid was walked in a week: of the points of its routes, how many somebody was at.</summary>
public sealed record CoverageLine(string Grid, string GridName, int Routes, int Walks, int Seen, int Points, DateTimeOffset? LastWalked);

/// <summary>One walk in the list of a week.</summary>
public sealed record PatrolLine(Guid Id, string GridName, string Route, string Who, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int Seen, int Points, int? FarthestMeters, string? Words);

/// <summary>A week of patrols.</summary>
public sealed record Coverage(DateOnly Monday, IReadOnlyList<CoverageLine> Grids, IReadOnlyList<PatrolLine> Walks);

/// <summary>Which grids were walked in a week, and by whom.</summary>
public sealed class ShowCoverage(CuobianDb db, Actor actor, IPlaces places, IAccounts accounts, TimeProvider time)
{
    private const int MostWalks = 2000;

    /// <summary>All of China keeps Beijing time, without summer time.</summary>
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    public static void Map(IEndpointRouteBuilder field) =>
        field.MapGet("/coverage", async (DateOnly? week, ShowCoverage show, CancellationToken ct) => Results.Ok(await show.Run(week, ct)))
            .WithSummary("Patrol coverage by grid, for the week that holds the given day.");

    public async Task<Coverage> Run(DateOnly? week, CancellationToken ct)
    {
        actor.RequireSomewhere(FieldPermissions.Coverage);
        var day = week ?? DateOnly.FromDateTime(time.GetUtcNow().ToOffset(Beijing).DateTime);
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        var from = new DateTimeOffset(monday, default, Beijing).ToUniversalTime();
        var until = from.AddDays(7);

        var walks = await db.Patrols.AsNoTracking().Include(p => p.CheckIns).Where(p => p.StartedAt >= from && p.StartedAt < until)
            .Where(FieldReach.Covered<Patrol>(actor, FieldPermissions.Coverage, p => p.Grid)).OrderByDescending(p => p.StartedAt).Take(MostWalks).ToListAsync(ct);
        var routes = await Routes(walks, ct);
        var names = await accounts.NamesOf([.. walks.Select(w => w.By).Distinct()], ct);
        return new Coverage(monday, [.. routes.Values.GroupBy(r => r.Grid).OrderBy(g => g.Key).Select(g => Line(g.Key, [.. g], walks, until))],
            [.. walks.Select(w => Line(w, routes[w.RouteId], names.GetValueOrDefault(w.By, "")))]);
    }

    /// <summary>The routes in use now and those that were walked.</summary>
    private async Task<Dictionary<Guid, PatrolRoute>> Routes(List<Patrol> walks, CancellationToken ct)
    {
        var walked = walks.Select(w => w.RouteId).Distinct().ToList();
        return await db.Routes.AsNoTracking().Include(r => r.Points).Where(FieldReach.Covered<PatrolRoute>(actor, FieldPermissions.Coverage, r => r.Grid))
            .Where(r => r.RetiredAt == null || walked.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
    }

    private CoverageLine Line(string grid, List<PatrolRoute> routes, List<Patrol> walks, DateTimeOffset until)
    {
        var mine = walks.Where(w => w.Grid == grid).ToList();
        var inUse = routes.Where(r => r.MadeAt < until).ToList();
        var seen = mine.SelectMany(w => w.CheckIns.Select(c => (w.RouteId, c.Point))).Distinct().Count();
        return new CoverageLine(grid, GridName(grid), inUse.Count, mine.Count, seen, inUse.Sum(r => r.Points.Count), mine.Count == 0 ? null : mine.Max(w => w.StartedAt));
    }

    private PatrolLine Line(Patrol walk, PatrolRoute route, string who) => new(
        walk.Id, GridName(walk.Grid), route.Name, who, walk.StartedAt, walk.FinishedAt, walk.CheckIns.Count, route.Points.Count, walk.CheckIns.Max(c => c.Meters), walk.Words);

    private string GridName(string grid) => places.Recall(grid)?.Name ?? grid;
}
