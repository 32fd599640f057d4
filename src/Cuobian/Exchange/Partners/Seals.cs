using Microsoft.AspNetCore.DataProtection;

namespace Cuobian.Exchange.Partners;

/// <summary>Keeps the secrets shared with partners sealed in the database, readable only with the keys of this house.</summary>
internal sealed class Seals(IDataProtectionProvider protection)
{
    private readonly IDataProtector seal = protection.CreateProtector("Cuobian.Exchange.Partner");

    public string Close(string secret) => seal.Protect(secret);

    public string Open(string sealedSecret) => seal.Unprotect(sealedSecret);

    /// <summary>The secrets that count now, the newest first.</summary>
    public IReadOnlyList<string> Of(Partner partner, DateTimeOffset now) =>
        partner.OldSecret is { } old && now < partner.OldSecretUntil ? [Open(partner.Secret), Open(old)] : [Open(partner.Secret)];
}
