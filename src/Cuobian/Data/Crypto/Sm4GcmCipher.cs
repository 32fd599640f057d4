using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Cuobian.Data.Crypto;

/// <summary>SM4 (GB/T 32907) in GCM mode (RFC 8998), for houses that must use the national algorithms.</summary>
internal sealed class Sm4GcmCipher : ICipher
{
    public string Name => "SM4-GCM";

    public int KeyBytes => 16;

    public byte[] Seal(byte[] key, byte[] plain, byte[] bound)
    {
        var nonce = RandomNumberGenerator.GetBytes(Ciphers.NonceBytes);
        return [.. nonce, .. Run(true, key, nonce, plain, bound)];
    }

    public byte[] Open(byte[] key, byte[] sealedBytes, byte[] bound)
    {
        if (sealedBytes.Length < Ciphers.NonceBytes + Ciphers.TagBytes) throw new CryptographicException("A sealed value is too short.");
        try
        {
            return Run(false, key, sealedBytes[..Ciphers.NonceBytes], sealedBytes[Ciphers.NonceBytes..], bound);
        }
        catch (InvalidCipherTextException changed)
        {
            throw new AuthenticationTagMismatchException("A sealed value was changed or moved.", changed);
        }
    }

    internal static byte[] Run(bool seal, byte[] key, byte[] nonce, byte[] input, byte[] bound)
    {
        var cipher = new GcmBlockCipher(new SM4Engine());
        cipher.Init(seal, new AeadParameters(new KeyParameter(key), Ciphers.TagBytes * 8, nonce, bound));
        var output = new byte[cipher.GetOutputSize(input.Length)];
        var written = cipher.ProcessBytes(input, 0, input.Length, output, 0);
        cipher.DoFinal(output, written);
        return output;
    }
}
