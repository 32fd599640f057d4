using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.SecondFactor;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Rights;

/// <summary>An administrator takes the second factor off an account whose phone and recovery codes are lost; every session ends.</summary>
public sealed class DropSecondFactor(CuobianDb db, Actors actors, Administration administration, IActLedger ledger)
{
    /// <summary>False when there is no such account.</summary>
    public async Task<bool> Run(Guid id, CancellationToken ct)
    {
        if (await administration.Open(id, ct) is not { } account) return false;
        administration.NotMyself(account);
        account.RemoveSecondFactor();
        account.EndSessions();
        db.RemoveRange(await db.Set<RecoveryCode>().Where(c => c.Account == id).ToListAsync(ct));
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(ActNames.SecondFactorDropped, id.ToString(), null, ct);
            return true;
        }, ct);
        actors.Forget(id);
        return true;
    }
}
