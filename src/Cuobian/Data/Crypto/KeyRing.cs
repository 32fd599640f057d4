using System.Security.Cryptography;
using System.Text;

namespace Cuobian.Data.Crypto;

/// <summary>Something about the keys that a person must mend; the message is a sentence for them.</summary>
public sealed class KeyTrouble(string message) : Exception(message);

/// <summary>One key: its id, what it is for, and its bytes.</summary>
internal sealed record CryptoKey(string Id, string Algorithm, byte[] Bytes)
{
    public bool IsIndex => Algorithm is Fingerprint.Sha or Fingerprint.Sm3;

    /// <summary>Tells in the database which key this is without telling the key.</summary>
    public string Check => Convert.ToHexStringLower(HMACSHA256.HashData(Bytes, "cuobian key check"u8.ToArray()));

    public override string ToString() => $"{Id} {Algorithm} {Convert.ToBase64String(Bytes)}";
}

/// <summary>
/// The keys, one a line: <c>id algorithm base64</c>. The last cipher key seals, the others still open; one key makes
/// fingerprints and never changes, for a new one would find nothing that was stored before.
/// </summary>
internal sealed class KeyRing(IReadOnlyList<CryptoKey> keys)
{
    public IReadOnlyList<CryptoKey> Keys => keys;

    public CryptoKey Newest { get; } = keys.LastOrDefault(k => !k.IsIndex) ?? throw new KeyTrouble("The key ring has no key to encrypt with.");

    public CryptoKey Index { get; } = keys.SingleOrDefault(k => k.IsIndex) ?? throw new KeyTrouble("The key ring has no key for fingerprints.");

    public CryptoKey? Find(string id) => keys.FirstOrDefault(k => k.Id == id);

    public KeyRing With(CryptoKey key) => new([.. keys, key]);

    public override string ToString() => string.Join('\n', keys) + "\n";

    public static KeyRing New(string cipher) => new(
    [
        new CryptoKey("index", Ciphers.Named(cipher) is Sm4GcmCipher ? Fingerprint.Sm3 : Fingerprint.Sha, RandomNumberGenerator.GetBytes(Fingerprint.KeyBytes)),
        NewKey("k1", cipher),
    ]);

    public static CryptoKey NewKey(string id, string cipher) => new(id, cipher, RandomNumberGenerator.GetBytes(Ciphers.Named(cipher).KeyBytes));

    /// <summary>The next free id: k1, k2, k3 …</summary>
    public string NextId() => Enumerable.Range(1, int.MaxValue).Select(n => $"k{n}").First(id => Find(id) is null);

    public static KeyRing Parse(string text)
    {
        var lines = text.Split(['\n', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var keys = lines.Select(Line).ToList();
        if (keys.Select(k => k.Id).Distinct().Count() < keys.Count) throw new KeyTrouble("Two keys of the key ring have the same id.");
        return new KeyRing(keys);
    }

    private static CryptoKey Line(string line, int number)
    {
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var id, var algorithm, var base64] || id.Contains('.', StringComparison.Ordinal))
            throw new KeyTrouble($"Line {number + 1} of the key ring is not: id algorithm base64.");
        var bytes = new byte[64];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || length != Length(algorithm))
            throw new KeyTrouble($"The key {id} has not the length that {algorithm} needs.");
        return new CryptoKey(id, algorithm, bytes[..length]);
    }

    private static int Length(string algorithm) => algorithm is Fingerprint.Sha or Fingerprint.Sm3 ? Fingerprint.KeyBytes : Ciphers.Named(algorithm).KeyBytes;
}

/// <summary>Where the key ring is kept: the setting <c>CUOBIAN_KEYS</c>, else the file <c>keys</c> of the data folder, made when it is missing.</summary>
internal sealed class KeyFile(DatabaseSettings settings, IConfiguration configuration)
{
    public const string DefaultCipher = "AES-256-GCM";
    private readonly string? given = configuration["CUOBIAN_KEYS"];

    public string Path { get; } = System.IO.Path.Combine(settings.Folder, "keys");

    /// <summary>True when the ring comes from the setting, which only its owner can change.</summary>
    public bool IsGiven => !string.IsNullOrWhiteSpace(given);

    public string Cipher { get; } = configuration["CUOBIAN_CIPHER"] is { Length: > 0 } cipher ? Ciphers.Named(cipher).Name : DefaultCipher;

    public KeyRing Read()
    {
        if (IsGiven) return KeyRing.Parse(given!);
        Directory.CreateDirectory(settings.Folder);
        if (!File.Exists(Path)) Create(KeyRing.New(Cipher));
        return KeyRing.Parse(File.ReadAllText(Path));
    }

    /// <summary>Adds a key; the old file stays whole until the new one is.</summary>
    public void Add(CryptoKey key)
    {
        var next = $"{Path}.next";
        File.Delete(next);
        using (var file = Open(next)) file.Write(Encoding.UTF8.GetBytes(Read().With(key).ToString()));
        File.Move(next, Path, overwrite: true);
    }

    private void Create(KeyRing ring)
    {
        try
        {
            using var file = Open(Path);
            file.Write(Encoding.UTF8.GetBytes(ring.ToString()));
        }
        catch (IOException) when (File.Exists(Path))
        {
            // Another process was first; its keys are the keys.
        }
    }

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
