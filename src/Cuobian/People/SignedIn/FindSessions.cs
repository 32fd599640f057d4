using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.SignedIn;

/// <summary>Somebody sees where they are signed in, the last used first.</summary>
public sealed class FindSessions(CuobianDb db, Actor actor, TimeProvider time, IHttpContextAccessor web)
{
    public const string Path = "/api/v1/sessions";
    private const int Most = 100;

    /// <summary>One device; <paramref name="Here"/> is the one that asks.</summary>
    public sealed record Line(Guid Id, string Browser, string System, string From, DateTimeOffset OpenedAt, DateTimeOffset SeenAt, bool Here);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet(Path, async (FindSessions find, CancellationToken ct) => Results.Ok(await find.Run(ct)))
            .WithTags("Session").Produces<IReadOnlyList<Line>>().WithSummary("Where I am signed in.");

    public async Task<IReadOnlyList<Line>> Run(CancellationToken ct)
    {
        var me = actor.Account ?? throw new Denied(nameof(FindSessions));
        var (now, here) = (time.GetUtcNow(), Sessions.IdOf(web.HttpContext?.User));
        var open = await (
            from s in db.Set<Session>()
            join a in db.Accounts on s.Account equals a.Id
            where s.Account == me && s.EndedAt == null && s.EndsAt > now && s.Stamp == a.SecurityStamp
            orderby s.SeenAt descending
            select s).AsNoTracking().Take(Most).ToListAsync(ct);
        return [.. open.Where(s => s.LivesAt(now)).Select(s => new Line(s.Id, s.Browser, s.System, s.From, s.OpenedAt, s.SeenAt, s.Id == here))];
    }
}
