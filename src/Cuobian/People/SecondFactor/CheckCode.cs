using Cuobian.Data;
using Cuobian.Data.Crypto;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.SecondFactor;

/// <summary>Takes the second step of an account: a code of its app or one of its recovery codes, each good once.</summary>
public sealed class CheckCode(CuobianDb db, ICryptoProvider crypto, TimeProvider time)
{
    public async Task<bool> Run(Account account, string? code, CancellationToken ct)
    {
        var typed = string.Concat((code ?? "").Where(char.IsAsciiLetterOrDigit));
        if (account.TotpSecret is not { } secret || account.SecondFactorSince is null) return false;
        return typed.Length == Totp.Digits ? await TakeStep(account, secret, typed, ct) : await TakeRecovery(account, typed, ct);
    }

    /// <summary>Of two who bring the same code at the same moment, one is let in.</summary>
    private async Task<bool> TakeStep(Account account, string secret, string code, CancellationToken ct)
    {
        if (Totp.Match(secret, code, time.GetUtcNow(), account.LastTotpStep) is not { } step) return false;
        return await db.InOneTransaction(() => db.Accounts.Where(a => a.Id == account.Id && a.LastTotpStep < step)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.LastTotpStep, step), ct), ct) == 1;
    }

    private async Task<bool> TakeRecovery(Account account, string code, CancellationToken ct)
    {
        var (hash, now) = (RecoveryCode.HashOf(crypto, account.Id, code), (DateTimeOffset?)time.GetUtcNow());
        return await db.InOneTransaction(() => db.Set<RecoveryCode>().Where(c => c.Account == account.Id && c.Hash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.UsedAt, now), ct), ct) == 1;
    }
}
