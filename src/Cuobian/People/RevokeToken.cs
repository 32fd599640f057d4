using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>A token stops working, from its next call on.</summary>
public sealed class RevokeToken(CuobianDb db, Actor actor, TimeProvider time, IActLedger ledger)
{
    /// <summary>False when there is no such token.</summary>
    public async Task<bool> Run(Guid id, CancellationToken ct)
    {
        actor.RequireSomewhere(PeoplePermissions.Tokens);
        if (await db.Tokens.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } token) return false;
        foreach (var area in await db.AreasOf(token.Account, ct)) actor.Require(PeoplePermissions.Tokens, area);

        token.RevokedAt ??= time.GetUtcNow();
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(ActNames.TokenRevoked, token.Account.ToString(), new { Token = token.Id }, ct);
            return true;
        }, ct);
        return true;
    }
}
