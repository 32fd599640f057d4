namespace Cuobian.Data.Crypto;

/// <summary>An authenticated cipher; what it seals is nonce, ciphertext and tag in one piece.</summary>
internal interface ICipher
{
    string Name { get; }

    int KeyBytes { get; }

    byte[] Seal(byte[] key, byte[] plain, byte[] bound);

    byte[] Open(byte[] key, byte[] sealedBytes, byte[] bound);
}

/// <summary>The ciphers the house knows, by name.</summary>
internal static class Ciphers
{
    public const int NonceBytes = 12;
    public const int TagBytes = 16;
    public static readonly IReadOnlyList<ICipher> All = [new AesGcmCipher(), new Sm4GcmCipher()];

    public static ICipher Named(string name) =>
        All.FirstOrDefault(c => c.Name == name) ?? throw new KeyTrouble($"There is no cipher {name}; choose one of {string.Join(", ", All.Select(c => c.Name))}.");
}
