using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>Somebody chooses a new password of their own, after typing the present one; every session ends with it.</summary>
public sealed class ChangePassword(CuobianDb db, Actor actor, Actors actors, SignIn signIn, Passwords passwords, IActLedger ledger)
{
    public sealed record Form(string? Present, string? Password);

    /// <summary>The account to open a new session for.</summary>
    public async Task<Account> Run(Form form, CancellationToken ct)
    {
        var id = actor.Account ?? throw new Denied(nameof(ChangePassword));
        var account = await db.Accounts.SingleAsync(a => a.Id == id, ct);
        Refused.If(account.PasswordHash.Length == 0, "people.no_password");
        Passwords.Check(form.Password, new Faults().Required(form.Present, "present").AtMost(form.Present, Passwords.Longest, "present")
            .If(form.Password == form.Present, "password", "people.password_same")).Throw();
        if (!await signIn.Prove(account, form.Present!, ct)) throw new Invalid([new Fault("present", "people.password_wrong")]);

        await db.InOneTransaction(async () =>
        {
            account.SetPassword(passwords.Hash(form.Password!));
            await db.SaveChangesAsync(ct);
            await ledger.Write(ActNames.PasswordSet, id.ToString(), null, ct);
            return true;
        }, ct);
        actors.Forget(id);
        return account;
    }
}
