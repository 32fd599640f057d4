using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Data;

/// <summary>One delivery that is due: an event for one reaction, at once (outbox) or later (timer).</summary>
public sealed class Work
{
    public required Guid Id { get; init; }

    /// <summary>The reaction that gets it, by type name.</summary>
    public required string Reaction { get; init; }

    /// <summary>The event as JSON.</summary>
    public required string Event { get; init; }

    public required DateTimeOffset DueAt { get; set; }

    /// <summary>Until when the node that took it may work on it; then another may take it.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    public string? Owner { get; set; }

    public int Attempts { get; set; }

    /// <summary>Why the last attempt failed, for staff.</summary>
    public string? Error { get; set; }

    /// <summary>Given up after too many attempts; stays here until somebody looks.</summary>
    public bool Dead { get; set; }

    /// <summary>The key holds the instant at which it was made, in milliseconds.</summary>
    internal static long MadeAt(Guid id) => (long)(BinaryPrimitives.ReadUInt64BigEndian(id.ToByteArray(bigEndian: true)) >> 16);
}

internal sealed class WorkTable : IEntityTypeConfiguration<Work>
{
    public void Configure(EntityTypeBuilder<Work> work)
    {
        work.ToTable("data_work");
        work.Property(w => w.Id).ValueGeneratedNever();
        work.HasIndex(w => new { w.Dead, w.DueAt });
    }
}
