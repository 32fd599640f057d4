namespace Cuobian.Data.Crypto;

/// <summary>
/// The outside world that keeps keys: a key ring in software, or a certified module (GB/T 37092) behind an adapter of this.
/// A sealed text names its algorithm and key, and opens only in the place it was sealed for.
/// </summary>
public interface ICryptoProvider
{
    /// <summary>Encrypts with the newest key, bound to a place: table, column and row.</summary>
    string Seal(string plain, string place);

    /// <summary>Throws <see cref="System.Security.Cryptography.CryptographicException"/> when the text was changed or moved.</summary>
    string Open(string text, string place);

    bool IsNewest(string text);

    /// <summary>The digest that goes with the keys: SHA-256, or SM3 in a house of national algorithms.</summary>
    string Digest { get; }

    /// <summary>The keyed fingerprint of a text, equal for equal texts of one purpose, by which a sealed value can be looked up.</summary>
    string Index(string text, string purpose);
}
