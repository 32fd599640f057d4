using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Rights;

namespace Cuobian.People;

/// <summary>An administrator gives an account a new password: a lock is lifted and every session ends.</summary>
public sealed class ResetPassword(CuobianDb db, Administration administration, Actors actors, Passwords passwords, IActLedger ledger)
{
    /// <summary>False when there is no such account.</summary>
    public async Task<bool> Run(string login, string password, CancellationToken ct)
    {
        if (await administration.Open(login, ct) is not { } account) return false;
        Passwords.Check(password, new Faults()).Throw();

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
