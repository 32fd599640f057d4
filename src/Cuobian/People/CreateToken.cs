using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Cuobian.People;

/// <summary>An administrator gives a program the key to act as an account.</summary>
public sealed class CreateToken(CuobianDb db, Actor actor, Actors actors, IOptionsMonitor<Limits> limits, TimeProvider time, IActLedger ledger)
{
    public const int LongestLife = 1100;

    /// <summary>Whose rights, narrowed to which permissions, for how many days, and how busy it may be.</summary>
    public sealed record Form(string Login, string Name, IReadOnlyList<string> Scope, int Days = 90, int? PerMinute = null);

    /// <summary>The secret is given out here and never again.</summary>
    public sealed record Created(Guid Id, string Secret, DateTimeOffset ExpiresAt);

    public async Task<Created> Run(Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(PeoplePermissions.Tokens);
        var login = Account.Normal(form.Login);
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Login == login && !a.Disabled, ct);
        if (account is not null)
            foreach (var area in await db.AreasOf(account.Id, ct)) actor.Require(PeoplePermissions.Tokens, area);
        await Check(form, account, ct);

        var now = time.GetUtcNow();
        var secret = Token.NewSecret();
        var token = new Token
        {
            Id = Guid.CreateVersion7(now),
            Account = account!.Id,
            Name = form.Name.Trim(),
            Hash = Token.HashOf(secret),
            Scope = [.. form.Scope.Distinct()],
            CallsPerMinute = form.PerMinute ?? limits.CurrentValue.TokenPerMinute,
            CreatedAt = now,
            ExpiresAt = now.AddDays(form.Days),
        };
        db.Add(token);
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(ActNames.TokenIssued, token.Account.ToString(), new { Token = token.Id, token.Scope, token.ExpiresAt }, ct);
            return true;
        }, ct);
        return new Created(token.Id, secret, token.ExpiresAt);
    }

    private async Task Check(Form form, Account? account, CancellationToken ct)
    {
        var held = account is null ? null : await actors.OfSession(db, account.Id, account.SecurityStamp, ct);
        var faults = new Faults()
            .If(account is null, "login", "people.account_unknown", form.Login)
            .Required(form.Name, "name").AtMost(form.Name, 100, "name")
            .If(form.Days is < 1 or > LongestLife, "days", "people.token_days", LongestLife)
            .If(form.PerMinute is < 1 or > 1_000_000, "perMinute", "people.token_per_minute");
        foreach (var permission in form.Scope)
            faults.If(held is not null && !held.MaySomewhere(permission), "scope", "people.scope_not_held", permission);
        faults.Throw();
    }
}
