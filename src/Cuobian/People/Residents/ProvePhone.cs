using Cuobian.Data;
using Cuobian.Data.Crypto;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Residents;

/// <summary>Somebody brings back the code that was sent to a phone, with the slip of the browser that asked for it: then the phone is theirs.</summary>
public sealed class ProvePhone(CuobianDb db, ICryptoProvider crypto, PhoneSlip slips, TimeProvider time)
{
    /// <summary>The phone of the slip, and whether the code fits.</summary>
    public sealed record Answer(string Phone, bool Fits);

    /// <summary>Null when the slip is old, not ours, or for something else.</summary>
    public async Task<Answer?> Run(string? slip, string? code, string purpose, CancellationToken ct)
    {
        if (slips.Read(slip, purpose) is not var (id, phone)) return null;
        var typed = string.Concat((SendCode.Narrow(code) ?? "").Where(char.IsAsciiDigit));
        return new Answer(phone, await TakeTry(id, ct) && await Use(id, typed, ct));
    }

    /// <summary>Counted before anything is compared, so that guesses made side by side do not outrun the limit.</summary>
    private async Task<bool> TakeTry(Guid id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await db.InOneTransaction(() => db.Set<PhoneCode>()
            .Where(c => c.Id == id && c.UsedAt == null && c.GoodUntil > now && c.Tries < PhoneCode.MostTries)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.Tries, x => x.Tries + 1), ct), ct) == 1;
    }

    /// <summary>Of two who bring the right code at the same moment, one is let in.</summary>
    private async Task<bool> Use(Guid id, string typed, CancellationToken ct)
    {
        var code = await db.Set<PhoneCode>().AsNoTracking().SingleAsync(c => c.Id == id, ct);
        if (!code.Fits(crypto, typed)) return false;
        DateTimeOffset? now = time.GetUtcNow();
        return await db.InOneTransaction(() => db.Set<PhoneCode>().Where(c => c.Id == id && c.UsedAt == null)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.UsedAt, now), ct), ct) == 1;
    }
}
