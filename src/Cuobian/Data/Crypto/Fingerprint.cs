using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace Cuobian.Data.Crypto;

/// <summary>Keyed fingerprints: HMAC with SHA-256, or with SM3 (GB/T 32905).</summary>
internal static class Fingerprint
{
    public const string Sha = "HMAC-SHA256";
    public const string Sm3 = "HMAC-SM3";
    public const int KeyBytes = 32;

    public static byte[] Of(string algorithm, byte[] key, byte[] text) => algorithm switch
    {
        Sha => HMACSHA256.HashData(key, text),
        Sm3 => WithSm3(key, text),
        _ => throw new KeyTrouble($"There is no fingerprint {algorithm}; choose {Sha} or {Sm3}."),
    };

    private static byte[] WithSm3(byte[] key, byte[] text)
    {
        var mac = new HMac(new SM3Digest());
        mac.Init(new KeyParameter(key));
        mac.BlockUpdate(text, 0, text.Length);
        var code = new byte[mac.GetMacSize()];
        mac.DoFinal(code, 0);
        return code;
    }
}
