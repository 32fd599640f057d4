using System.Text.Json;
using Cuobian.Data.Crypto;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.People.Sms;

/// <summary>A message on its way to the gateway: sealed while it waits, emptied once it was taken.</summary>
public sealed class OutgoingSms : IPersonal
{
    public const int MostAttempts = 8;

    private OutgoingSms() { }

    public Guid Id { get; private init; }

    public string Kind { get; private init; } = "";

    public DateTimeOffset WrittenAt { get; private init; }

    public DateTimeOffset? GoodUntil { get; private init; }

    public DateTimeOffset DueAt { get; private set; }

    /// <summary>Until when the node that took it may work on it.</summary>
    public DateTimeOffset? LeaseUntil { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? TakenAt { get; private set; }

    /// <summary>Given up: too many attempts, or not worth sending any more.</summary>
    public bool Dropped { get; private set; }

    /// <summary>Why the last attempt failed, for staff.</summary>
    public string? Error { get; private set; }

    /// <summary>Phone, text and values as JSON; gone once they are not needed.</summary>
    public string? Content { get; private set; }

    internal string? SealedContent { get; private set; }

    public static OutgoingSms Write(SmsMessage message, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Kind = message.Kind,
        WrittenAt = now,
        DueAt = now,
        GoodUntil = message.GoodUntil,
        Content = JsonSerializer.Serialize(message),
    };

    public SmsMessage? Message => Content is null ? null : JsonSerializer.Deserialize<SmsMessage>(Content);

    public void Taken(DateTimeOffset now) => (TakenAt, Content, Error, LeaseUntil) = (now, null, null, null);

    public void Failed(string error, DateTimeOffset now)
    {
        (Error, LeaseUntil) = (error, null);
        DueAt = now + TimeSpan.FromSeconds(Math.Pow(2, Attempts));
        Dropped = Attempts >= MostAttempts || DueAt >= GoodUntil;
        if (Dropped) Content = null;
    }

    void IPersonal.Seal(Sealer sealer) => SealedContent = sealer.Seal("people_sms.Content", Id, Content, SealedContent);

    void IPersonal.Open(Sealer sealer) => Content = sealer.Open("people_sms.Content", Id, SealedContent);
}

internal sealed class OutgoingSmsTable : IEntityTypeConfiguration<OutgoingSms>
{
    public void Configure(EntityTypeBuilder<OutgoingSms> sms)
    {
        sms.ToTable("people_sms");
        sms.Property(s => s.Id).ValueGeneratedNever();
        sms.Ignore(s => s.Content);
        sms.Ignore(s => s.Message);
        sms.Property(s => s.SealedContent).HasColumnName("Content");
        sms.HasIndex(s => s.DueAt).HasFilter("\"TakenAt\" is null");
    }
}
