using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>Somebody proves with login and password that an account is theirs; every failure looks the same.</summary>
public sealed class SignIn(CuobianDb db, Passwords passwords, TimeProvider time, IActLedger ledger, ICryptoProvider crypto)
{
    public const string Page = "/sign-in";
    public const string Path = "/api/v1/session";
    public const string Failed = "people.sign_in_failed";

    /// <summary>What is typed to sign in.</summary>
    public sealed class Form
    {
        public string? Login { get; set; }

        public string? Password { get; set; }
    }

    /// <summary>Mapped outside the idempotent group: passwords must not enter the store of answers, nor may a cookie be replayed.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(Path, async (Form form, SignIn signIn, Sentences sentences, HttpContext http, CancellationToken ct) =>
        {
            if (await signIn.Run(form, ct) is not { } account)
                return Results.Problem(type: Failed, title: sentences.For(Failed), statusCode: StatusCodes.Status401Unauthorized);
            await Sessions.Open(http, account);
            return Results.NoContent();
        })
        .WithTags("Session").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status400BadRequest);

    /// <summary>The account; null when there is none, it is closed or resting, or the password is wrong.</summary>
    public async Task<Account?> Run(Form form, CancellationToken ct)
    {
        new Faults()
            .Required(form.Login, "login").AtMost(form.Login, 100, "login")
            .Required(form.Password, "password").AtMost(form.Password, Passwords.Longest, "password")
            .Throw();
        var login = Account.Normal(form.Login!);
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Login == login, ct);

        // The same steps for everybody: a missing or resting account must not answer sooner than a wrong password.
        var counted = await CountAttempt(account, ct);
        var right = passwords.Match(account, form.Password!);
        if (!counted || !right || account!.Disabled)
        {
            // What was typed may be a password or somebody's phone: only its fingerprint is written.
            await ledger.Write(ActNames.SignInFailed, account?.Id.ToString() ?? crypto.Index(login, "people_account.Login"), new { Resting = account is not null && !counted }, ct);
            return null;
        }
        await db.InOneTransaction(async () =>
        {
            await ForgetAttempts(account, ct);
            await ledger.Write(ActNames.SignIn, account.Id.ToString(), null, ct);
            return true;
        }, ct);
        return account;
    }

    /// <summary>Counts the attempt before the password is looked at, so that guesses made side by side cannot outrun the lock; false while it rests.</summary>
    private async Task<bool> CountAttempt(Account? account, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var id = account?.Id ?? Guid.Empty;
        DateTimeOffset? until = now + Account.Rest(Math.Max(Account.FreeAttempts, (account?.FailedAttempts ?? 0) + 1));
        return await db.InOneTransaction(() => db.Accounts
            .Where(a => a.Id == id && (a.LockedUntil == null || a.LockedUntil <= now))
            .ExecuteUpdateAsync(a => a
                .SetProperty(x => x.FailedAttempts, x => x.FailedAttempts + 1)
                .SetProperty(x => x.LockedUntil, x => x.FailedAttempts + 1 >= Account.FreeAttempts ? until : null), ct), ct) == 1;
    }

    private Task<int> ForgetAttempts(Account account, CancellationToken ct) => db.Accounts
        .Where(a => a.Id == account.Id)
        .ExecuteUpdateAsync(a => a.SetProperty(x => x.FailedAttempts, 0).SetProperty(x => x.LockedUntil, (DateTimeOffset?)null), ct);
}
