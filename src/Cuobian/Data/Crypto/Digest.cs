using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace Cuobian.Data.Crypto;

/// <summary>Plain digests by name: SHA-256, or SM3 (GB/T 32905).</summary>
internal static class Digest
{
    public const string Sha256 = "SHA-256";
    public const string Sm3 = "SM3";

    public static byte[] Of(string algorithm, byte[] text) => algorithm switch
    {
        Sha256 => SHA256.HashData(text),
        Sm3 => WithSm3(text),
        _ => throw new KeyTrouble($"There is no digest {algorithm}."),
    };

    private static byte[] WithSm3(byte[] text)
    {
        var sm3 = new SM3Digest();
        sm3.BlockUpdate(text, 0, text.Length);
        var digest = new byte[sm3.GetDigestSize()];
        sm3.DoFinal(digest, 0);
        return digest;
    }
}
