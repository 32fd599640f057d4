using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;

namespace Cuobian.People.Rights;

/// <summary>An administrator opens a closed account again, with the posts it still holds.</summary>
public sealed class ReopenAccount(CuobianDb db, Actors actors, Administration administration, IActLedger ledger)
{
    /// <summary>False when there is no such account.</summary>
    public async Task<bool> Run(Guid id, CancellationToken ct)
    {
        if (await administration.Open(id, ct) is not { } account) return false;
        administration.NotMyself(account);
        account.Reopen();
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(ActNames.AccountReopened, id.ToString(), null, ct);
            return true;
        }, ct);
        actors.Forget(id);
        return true;
    }
}
