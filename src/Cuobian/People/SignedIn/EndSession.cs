using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.SignedIn;

/// <summary>Somebody ends a session of their own, on this device or another; at once here, within three seconds on other nodes.</summary>
public sealed class EndSession(CuobianDb db, Actor actor, LiveSessions live, TimeProvider time, IActLedger ledger)
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapDelete(FindSessions.Path + "/{id:guid}", async (Guid id, EndSession end, CancellationToken ct) =>
            await end.Run(id, ct) ? Results.NoContent() : Results.NotFound())
            .WithTags("Session").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).WithSummary("End one of my sessions.");

    /// <summary>False when this person has no such session.</summary>
    public async Task<bool> Run(Guid id, CancellationToken ct)
    {
        var me = actor.Account ?? throw new Denied(nameof(EndSession));
        DateTimeOffset? now = time.GetUtcNow();
        var ended = await db.InOneTransaction(async () =>
        {
            var rows = await db.Set<Session>().Where(s => s.Id == id && s.Account == me && s.EndedAt == null)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
            if (rows == 1) await ledger.Write(ActNames.SessionEnded, me.ToString(), new { Session = id }, ct);
            return rows == 1;
        }, ct);
        live.Forget(id);
        return ended;
    }
}
