using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Rights;

namespace Cuobian.People;

/// <summary>An administrator closes an account: its sessions end and its tokens stop.</summary>
public sealed class DisableAccount(CuobianDb db, Administration administration, Actors actors, IActLedger ledger)
{
    /// <summary>False when there is no such account.</summary>
    public async Task<bool> Run(string login, CancellationToken ct)
    {
        if (await administration.Open(login, ct) is not { } account) return false;
        administration.NotMyself(account);

        account.Disable();
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(ActNames.AccountClosed, account.Id.ToString(), null, ct);
            return true;
        }, ct);
        actors.Forget(account.Id);
        return true;
    }
}
