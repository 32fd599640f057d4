using System.Security.Cryptography;
using System.Text;

namespace Cuobian.People;

/// <summary>A key with which a program acts as an account: shown once, kept as a hash, narrowed to a scope, ending by itself.</summary>
public sealed class Token
{
    public const string Prefix = "cb_";

    public required Guid Id { get; init; }

    public required Guid Account { get; init; }

    /// <summary>What it is for, in the words of whoever made it.</summary>
    public required string Name { get; init; }

    public required string Hash { get; init; }

    /// <summary>The permissions it may use; empty for all that the account holds.</summary>
    public required List<string> Scope { get; init; }

    public required int CallsPerMinute { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    public bool IsValidAt(DateTimeOffset instant) => RevokedAt is null && instant < ExpiresAt;

    public static string NewSecret() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The secret has 256 random bits: a plain hash cannot be reversed by guessing.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Tells at a glance, without asking the database, that something is no token of ours.</summary>
    public static bool LooksReal(string secret) => secret.Length == Prefix.Length + 64 && secret.StartsWith(Prefix, StringComparison.Ordinal);
}
