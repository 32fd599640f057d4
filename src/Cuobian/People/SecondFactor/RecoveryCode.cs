using System.Security.Cryptography;
using Cuobian.Data.Crypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.People.SecondFactor;

/// <summary>A code for the day the phone is lost: shown once, kept as a keyed hash, good once.</summary>
public sealed class RecoveryCode
{
    public const int Count = 10;
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public required Guid Id { get; init; }

    public required Guid Account { get; init; }

    public required string Hash { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Fifty random bits in two groups that can be read aloud.</summary>
    public static string New() => $"{RandomNumberGenerator.GetString(Letters, 5)}-{RandomNumberGenerator.GetString(Letters, 5)}";

    public static string HashOf(ICryptoProvider crypto, Guid account, string code) =>
        crypto.Index(string.Concat(code.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)), $"people_recovery_code:{account:N}");
}

internal sealed class RecoveryCodeTable : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> code)
    {
        code.ToTable("people_recovery_code");
        code.Property(c => c.Id).ValueGeneratedNever();
        code.HasOne<Account>().WithMany().HasForeignKey(c => c.Account).OnDelete(DeleteBehavior.Cascade);
        code.HasIndex(c => new { c.Account, c.Hash }).IsUnique();
    }
}
