using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cuobian.Data.Crypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.People.Residents;

/// <summary>A code that was sent to a phone: only its keyed hash is kept, it is good once, for five minutes and five tries.</summary>
public sealed class PhoneCode
{
    public const int Digits = 6;
    public const int MostTries = 5;
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public required Guid Id { get; init; }

    /// <summary>The fingerprint of the phone, by which its codes are counted.</summary>
    public required string Phone { get; init; }

    /// <summary>The fingerprint of the network address that asked.</summary>
    public required string From { get; init; }

    public required string Hash { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public required DateTimeOffset GoodUntil { get; init; }

    public int Tries { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    public static string New() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    public static string HashOf(ICryptoProvider crypto, Guid id, string code) => crypto.Index(code, $"people_phone_code:{id:N}");

    public static string PhoneOf(ICryptoProvider crypto, string phone) => crypto.Index(phone, "people_phone_code.Phone");

    public bool Fits(ICryptoProvider crypto, string code) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(crypto, Id, code)), Encoding.ASCII.GetBytes(Hash));
}

internal sealed class PhoneCodeTable : IEntityTypeConfiguration<PhoneCode>
{
    public void Configure(EntityTypeBuilder<PhoneCode> code)
    {
        code.ToTable("people_phone_code");
        code.Property(c => c.Id).ValueGeneratedNever();
        code.HasIndex(c => new { c.Phone, c.SentAt });
        code.HasIndex(c => new { c.From, c.SentAt });
        code.HasIndex(c => c.SentAt);
    }
}
