using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Cuobian.Data.Crypto;

/// <summary>The key ring of this machine. A sealed text is <c>algorithm.key.base64url</c>.</summary>
internal sealed class SoftwareCrypto(KeyFile file) : ICryptoProvider
{
    private readonly Lock reading = new();
    private KeyRing? known;

    public KeyRing Ring
    {
        get
        {
            lock (reading) return known ??= file.Read();
        }
    }

    /// <summary>Reads the ring anew, after a key was added.</summary>
    public void Reload()
    {
        lock (reading) known = file.Read();
    }

    public string Seal(string plain, string place)
    {
        var key = Ring.Newest;
        var head = $"{key.Algorithm}.{key.Id}.";
        return head + Base64Url.EncodeToString(Ciphers.Named(key.Algorithm).Seal(key.Bytes, Encoding.UTF8.GetBytes(plain), Bound(head, place)));
    }

    public string Open(string text, string place)
    {
        if (text.Split('.') is not [var algorithm, var id, var body]) throw new CryptographicException("A sealed value has not the form of one.");
        var key = Find(id, algorithm) ?? throw new CryptographicException($"The key {id} for {algorithm} is not on the key ring.");
        return Encoding.UTF8.GetString(Ciphers.Named(algorithm).Open(key.Bytes, Base64Url.DecodeFromChars(body), Bound($"{algorithm}.{id}.", place)));
    }

    public bool IsNewest(string text) => text.StartsWith($"{Ring.Newest.Algorithm}.{Ring.Newest.Id}.", StringComparison.Ordinal);

    public string Index(string text, string purpose) =>
        Convert.ToHexStringLower(Fingerprint.Of(Ring.Index.Algorithm, Ring.Index.Bytes, Encoding.UTF8.GetBytes($"{purpose}\n{text}")));

    public string Digest => Ring.Index.Algorithm == Fingerprint.Sm3 ? Crypto.Digest.Sm3 : Crypto.Digest.Sha256;

    /// <summary>A key that is not known may have been added by another process since.</summary>
    private CryptoKey? Find(string id, string algorithm)
    {
        if (Ring.Find(id) is null) Reload();
        return Ring.Find(id) is { } key && key.Algorithm == algorithm ? key : null;
    }

    private static byte[] Bound(string head, string place) => Encoding.UTF8.GetBytes($"{head}{place}");
}
