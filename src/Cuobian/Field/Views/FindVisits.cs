using Cuobian.Data;
using Cuobian.Field.Contracts;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Field;

/// <summary>A visit in a list: when, where and for how long it is kept; of the person only the first sign of the name.</summary>
public sealed record VisitLine(Guid Id, DateTimeOffset At, VisitKind Kind, VisitConsent Consent, string Grid, string GridName, string Person, DateTimeOffset KeepUntil);

/// <summary>The visits somebody wrote down themselves, the latest first; nobody gets a list of other people's.</summary>
public sealed class FindVisits(CuobianDb db, Actor actor, IPlaces places, TimeProvider time)
{
    private const int Most = 100;

    public static void Map(IEndpointRouteBuilder field) =>
        field.MapGet("/visits", async (FindVisits find, CancellationToken ct) => Results.Ok(await find.Run(ct))).WithSummary("Your own visits, masked.");

    public async Task<IReadOnlyList<VisitLine>> Run(CancellationToken ct) =>
        [.. (await Mine().OrderByDescending(v => v.At).Take(Most).ToListAsync(ct)).Select(Line)];

    public async Task<VisitLine?> One(Guid id, CancellationToken ct) =>
        await Mine().SingleOrDefaultAsync(v => v.Id == id, ct) is { } visit ? Line(visit) : null;

    private IQueryable<Visit> Mine()
    {
        actor.RequireSomewhere(FieldPermissions.Visit);
        var (me, now) = (actor.Account, time.GetUtcNow());
        return db.Visits.AsNoTracking().Where(v => v.By == me && v.KeepUntil > now);
    }

    private VisitLine Line(Visit visit) => new(visit.Id, visit.At, visit.Kind, visit.Consent, visit.Grid, places.Recall(visit.Grid)?.Name ?? visit.Grid,
        visit.Elements.Person is { Length: > 0 } name ? name[..(char.IsSurrogate(name[0]) ? Math.Min(2, name.Length) : 1)] + "**" : "", visit.KeepUntil);
}
