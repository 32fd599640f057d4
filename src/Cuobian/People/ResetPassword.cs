using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>An administrator gives an account a new password: a lock is lifted and every session ends.</summary>
public sealed class ResetPassword(CuobianDb db, Actor actor, Actors actors, Passwords passwords, IActLedger ledger)
{
    /// <summary>False when there is no such account.</summary>
    public async Task<bool> Run(string login, string password, CancellationToken ct)
    {
        actor.RequireSomewhere(PeoplePermissions.Manage);
        Passwords.Check(password, new Faults()).Throw();
        var normal = Account.Normal(login);
        if (await db.Accounts.SingleOrDefaultAsync(a => a.Login == normal, ct) is not { } account) return false;
        foreach (var area in await db.AreasOf(account.Id, ct)) actor.Require(PeoplePermissions.Manage, area);

        account.SetPassword(passwords.Hash(password));
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(ActNames.PasswordSet, account.Id.ToString(), null, ct);
            return true;
        }, ct);
        actors.Forget(account.Id);
        return true;
    }
}
