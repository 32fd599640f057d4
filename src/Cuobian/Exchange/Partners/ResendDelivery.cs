using Cuobian.Data;
using Cuobian.Exchange.Contracts;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Exchange.Partners;

/// <summary>An administrator sends a message again: the same bytes under the same id, so that a partner who has it already can tell.</summary>
internal sealed class ResendDelivery(CuobianDb db, Actor actor, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder partners) =>
        partners.MapPost("/deliveries/{id:guid}/resend", async (Guid id, ResendDelivery resend, CancellationToken ct) =>
            await resend.Run(id, ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Send a message to a partner again.");

    public async Task<bool> Run(Guid id, CancellationToken ct)
    {
        actor.RequireSomewhere(ExchangePermissions.Manage);
        if (await db.Set<Delivery>().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } delivery) return false;
        var partner = await db.Set<Partner>().SingleAsync(p => p.Id == delivery.PartnerId, ct);
        actor.Require(ExchangePermissions.Manage, partner.Area);
        delivery.SendAgain(time.GetUtcNow());
        partner.PausedUntil = null;
        await db.SaveChangesAsync(ct);
        return true;
    }
}
