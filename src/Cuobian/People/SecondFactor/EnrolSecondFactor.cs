using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.SecondFactor;

/// <summary>Somebody adds an authenticator app to their own account, or takes it off again.</summary>
public sealed class EnrolSecondFactor(CuobianDb db, Actor actor, Actors actors, ICryptoProvider crypto, CheckCode check, TimeProvider time, IActLedger ledger)
{
    /// <summary>Where enrolment stands; the secret only while it is being enrolled.</summary>
    public sealed record State(string Login, DateTimeOffset? Since, string? Secret, int RecoveryCodesLeft)
    {
        /// <summary>What the app reads from the picture.</summary>
        public string? Link => Secret is null ? null : $"otpauth://totp/{Uri.EscapeDataString($"Cuobian:{Login}")}?secret={Secret}&issuer=Cuobian";
    }

    public async Task<State> Show(CancellationToken ct)
    {
        var account = await Mine(ct);
        var left = await db.Set<RecoveryCode>().CountAsync(c => c.Account == account.Id && c.UsedAt == null, ct);
        return new State(account.Login, account.SecondFactorSince, account.SecondFactorSince is null ? account.TotpSecret : null, left);
    }

    /// <summary>Makes a secret to put into the app; nothing changes at sign-in before it is confirmed.</summary>
    public async Task Begin(CancellationToken ct)
    {
        var account = await Mine(ct);
        Refused.If(account.SecondFactorSince is not null, "people.second_factor_there");
        account.BeginSecondFactor(Totp.NewSecret());
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The first code proves that the app works; the recovery codes are given out here and never again.</summary>
    public async Task<IReadOnlyList<string>> Confirm(string? code, CancellationToken ct)
    {
        var account = await Mine(ct);
        Refused.If(account.SecondFactorSince is not null || account.TotpSecret is null, "people.second_factor_there");
        var now = time.GetUtcNow();
        var step = Totp.Match(account.TotpSecret!, string.Concat((code ?? "").Where(char.IsAsciiDigit)), now, account.LastTotpStep);
        new Faults().If(step is null, "code", "people.code_wrong").Throw();

        var codes = Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.New()).ToList();
        account.ConfirmSecondFactor(step!.Value, now);
        db.AddRange(codes.Select(c => new RecoveryCode { Id = Guid.CreateVersion7(now), Account = account.Id, Hash = RecoveryCode.HashOf(crypto, account.Id, c) }));
        await Save(account, ActNames.SecondFactorAdded, ct);
        return codes;
    }

    /// <summary>Needs a code, so that an unattended screen is not enough.</summary>
    public async Task Remove(string? code, CancellationToken ct)
    {
        var account = await Mine(ct);
        new Faults().If(!await check.Run(account, code, ct), "code", "people.code_wrong").Throw();
        await db.Entry(account).ReloadAsync(ct);
        account.RemoveSecondFactor();
        db.RemoveRange(await db.Set<RecoveryCode>().Where(c => c.Account == account.Id).ToListAsync(ct));
        await Save(account, ActNames.SecondFactorRemoved, ct);
    }

    private async Task Save(Account account, string act, CancellationToken ct)
    {
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(act, account.Id.ToString(), null, ct);
            return true;
        }, ct);
        actors.Forget(account.Id);
    }

    private async Task<Account> Mine(CancellationToken ct) =>
        actor.Account is { } me ? await db.Accounts.SingleAsync(a => a.Id == me, ct) : throw new Denied(nameof(EnrolSecondFactor));
}
