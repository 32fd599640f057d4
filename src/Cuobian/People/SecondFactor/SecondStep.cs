using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Cuobian.People.SecondFactor;

/// <summary>The slip that carries somebody from the right password to the code, for five minutes; sealed, so that nobody writes one but us.</summary>
internal sealed class SecondStep(IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private readonly IDataProtector protector = protection.CreateProtector("Cuobian.SecondStep");

    public string SlipFor(Account account) =>
        protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{account.Id}|{account.SecurityStamp}|{(time.GetUtcNow() + Life).ToUnixTimeSeconds()}"));

    /// <summary>The account and its stamp; null when the slip is old or not ours.</summary>
    public (Guid Account, string Stamp)? Read(string slip)
    {
        try
        {
            return protector.Unprotect(slip).Split('|') is [var id, var stamp, var until]
                && long.Parse(until, CultureInfo.InvariantCulture) >= time.GetUtcNow().ToUnixTimeSeconds() ? (Guid.Parse(id), stamp) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
