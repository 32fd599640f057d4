using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>An administrator closes an account: its sessions end and its tokens stop.</summary>
public sealed class DisableAccount(CuobianDb db, Actor actor, Actors actors, IActLedger ledger)
{
    /// <summary>False when there is no such account.</summary>
    public async Task<bool> Run(string login, CancellationToken ct)
    {
        actor.RequireSomewhere(PeoplePermissions.Manage);
        var normal = Account.Normal(login);
        if (await db.Accounts.SingleOrDefaultAsync(a => a.Login == normal, ct) is not { } account) return false;
        foreach (var area in await db.AreasOf(account.Id, ct)) actor.Require(PeoplePermissions.Manage, area);

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
