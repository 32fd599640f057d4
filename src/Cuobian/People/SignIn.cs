using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.SecondFactor;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>Somebody proves with login, password and, where they added one, a second factor that an account is theirs; every failure looks the same.</summary>
public sealed class SignIn(CuobianDb db, Passwords passwords, CheckCode codes, TimeProvider time, IActLedger ledger, ICryptoProvider crypto)
{
    public const string Page = "/sign-in";
    public const string Path = "/api/v1/session";
    public const string Failed = "people.sign_in_failed";
    /// <summary>Whoever is not known yet is not listened to for long.</summary>
    internal static readonly Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute SmallBody = new(20_000);

    public const string CodeNeeded = "people.code_needed";

    /// <summary>What is typed to sign in; the code only by those who added a second factor.</summary>
    public sealed class Form
    {
        public string? Login { get; set; }

        public string? Password { get; set; }

        public string? Code { get; set; }
    }

    /// <summary>The account when it was proved; when only its code is missing, the account is named in <see cref="Waits"/>.</summary>
    public sealed record Answer(Account? Account, Account? Waits = null);

    /// <summary>Mapped outside the idempotent group: passwords must not enter the store of answers, nor may a cookie be replayed.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(Path, async (Form form, SignIn signIn, Sentences sentences, HttpContext http, CancellationToken ct) =>
        {
            var answer = await signIn.Run(form, ct);
            var code = answer.Waits is null ? Failed : CodeNeeded;
            if (answer.Account is not { } account) return Results.Problem(type: code, title: sentences.For(code), statusCode: StatusCodes.Status401Unauthorized);
            await Sessions.Open(http, account);
            return Results.NoContent();
        })
        .WithTags("Session").WithMetadata(SmallBody).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status400BadRequest);

    public async Task<Answer> Run(Form form, CancellationToken ct)
    {
        new Faults()
            .Required(form.Login, "login").AtMost(form.Login, 100, "login")
            .Required(form.Password, "password").AtMost(form.Password, Passwords.Longest, "password")
            .AtMost(form.Code, 40, "code")
            .Throw();
        var login = Account.Normal(form.Login!);
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Login == login, ct);

        // The same steps for everybody: a missing or resting account must not answer sooner than a wrong password.
        var counted = await CountAttempt(account, ct);
        var right = passwords.Match(account, form.Password!);
        // What was typed may be a password or somebody's phone: only its fingerprint is written.
        if (!counted || !right || account!.Disabled) return await Refuse(account?.Id.ToString() ?? crypto.Index(login, "people_account.Login"), ct);

        if (account.SecondFactorSince is null) return await Welcome(account, ct);
        if (string.IsNullOrWhiteSpace(form.Code)) return new Answer(null, Waits: account);
        return await codes.Run(account, form.Code, ct) ? await Welcome(account, ct) : await Refuse(account.Id.ToString(), ct);
    }

    /// <summary>The second step on a page, after the password was right; wrong codes count like wrong passwords.</summary>
    public async Task<Answer> Finish(Guid id, string stamp, string? code, CancellationToken ct)
    {
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.SecurityStamp == stamp && !a.Disabled, ct);
        if (account is null || !await CountAttempt(account, ct) || !await codes.Run(account, code, ct)) return await Refuse(id.ToString(), ct);
        return await Welcome(account, ct);
    }

    /// <summary>Somebody who is signed in proves their password once more; a wrong one counts as at the door.</summary>
    internal async Task<bool> Prove(Account account, string password, CancellationToken ct) =>
        await CountAttempt(account, ct) && passwords.Match(account, password);

    private async Task<Answer> Refuse(string subject, CancellationToken ct)
    {
        await ledger.Write(ActNames.SignInFailed, subject, null, ct);
        return new Answer(null);
    }

    private Task<Answer> Welcome(Account account, CancellationToken ct) => db.InOneTransaction(async () =>
    {
        await db.Accounts.Where(a => a.Id == account.Id)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.FailedAttempts, 0).SetProperty(x => x.LockedUntil, (DateTimeOffset?)null), ct);
        await ledger.Write(ActNames.SignIn, account.Id.ToString(), null, ct);
        return new Answer(account);
    }, ct);

    /// <summary>Counts the attempt before anything is compared, so that guesses made side by side cannot outrun the lock; false while it rests.</summary>
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
}
