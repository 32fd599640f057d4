using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Data.Files;

/// <summary>A photo somebody uploaded, cleaned; it stays only when something is attached to it.</summary>
public sealed class StoredFile
{
    public required Guid Id { get; init; }

    /// <summary>Names the content in the store; several files may share one.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The media type, found in the content.</summary>
    public required string Type { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Width in pixels as a person sees it, that is, turned the right way up.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>The thumbnail's content: null until somebody asks, the photo's own when none can be made.</summary>
    public string? ThumbSha256 { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The account that uploaded it; null for a stranger.</summary>
    public Guid? By { get; init; }

    /// <summary>Does something hold it? What nobody attaches within a day is purged.</summary>
    public bool Attached { get; set; }
}

internal sealed class StoredFileTable : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> file)
    {
        file.ToTable("data_file");
        file.Property(f => f.Id).ValueGeneratedNever();
        file.Property(f => f.Sha256).HasMaxLength(64);
        file.Property(f => f.ThumbSha256).HasMaxLength(64);
        file.Property(f => f.Type).HasMaxLength(20);
        file.HasIndex(f => f.Sha256);
        file.HasIndex(f => f.ThumbSha256);
        file.HasIndex(f => new { f.Attached, f.At });
    }
}

/// <summary>Holds a content while a row begins or ceases to name it, until the transaction ends.</summary>
internal static class ContentLock
{
    public static async Task Take(CuobianDb db, string sha, CancellationToken ct)
    {
        // On SQLite the transaction itself is the lock: only one can write.
        if (!db.Database.IsNpgsql()) return;
        var key = BinaryPrimitives.ReadInt64BigEndian(Convert.FromHexString(sha[..16]));
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({key})", ct);
    }
}
