using System.Security.Cryptography;

namespace Cuobian.Data.Crypto;

/// <summary>AES-256-GCM (NIST SP 800-38D), the default.</summary>
internal sealed class AesGcmCipher : ICipher
{
    public string Name => "AES-256-GCM";

    public int KeyBytes => 32;

    public byte[] Seal(byte[] key, byte[] plain, byte[] bound)
    {
        var whole = new byte[Ciphers.NonceBytes + plain.Length + Ciphers.TagBytes];
        var nonce = whole.AsSpan(0, Ciphers.NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, Ciphers.TagBytes);
        aes.Encrypt(nonce, plain, whole.AsSpan(Ciphers.NonceBytes, plain.Length), whole.AsSpan(whole.Length - Ciphers.TagBytes), bound);
        return whole;
    }

    public byte[] Open(byte[] key, byte[] sealedBytes, byte[] bound)
    {
        var length = sealedBytes.Length - Ciphers.NonceBytes - Ciphers.TagBytes;
        if (length < 0) throw new CryptographicException("A sealed value is too short.");
        var plain = new byte[length];
        using var aes = new AesGcm(key, Ciphers.TagBytes);
        aes.Decrypt(sealedBytes.AsSpan(0, Ciphers.NonceBytes), sealedBytes.AsSpan(Ciphers.NonceBytes, length), sealedBytes.AsSpan(^Ciphers.TagBytes..), plain, bound);
        return plain;
    }
}
