using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Cuobian.People.Residents;

/// <summary>The slip that carries somebody from their phone number to the code: a code is good only together with the slip of whoever asked for it.</summary>
public sealed class PhoneSlip(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>What most slips are for.</summary>
    public const string ToEnter = "enter";

    private readonly IDataProtector protector = protection.CreateProtector("Cuobian.PhoneSlip");

    public string For(Guid code, string phone, string purpose = ToEnter) =>
        protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{purpose}|{code}|{phone}|{(time.GetUtcNow() + PhoneCode.Life).ToUnixTimeSeconds()}"));

    /// <summary>The code and the phone it went to; null when the slip is old, not ours, or for something else.</summary>
    public (Guid Code, string Phone)? Read(string? slip, string purpose = ToEnter)
    {
        try
        {
            return slip is { Length: > 0 } && protector.Unprotect(slip).Split('|') is [var meant, var code, var phone, var until] && meant == purpose
                && long.Parse(until, CultureInfo.InvariantCulture) >= time.GetUtcNow().ToUnixTimeSeconds() ? (Guid.Parse(code), phone) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
