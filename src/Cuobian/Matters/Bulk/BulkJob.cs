using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Matters.Bulk;

/// <summary>What can be done to many matters at once.</summary>
public enum BulkCommand { Accept, Dispatch, Urge, Merge, Duplicate }

/// <summary>What became of one matter of many.</summary>
public enum BulkOutcome { Waiting, Done, Failed }

/// <summary>One command given to many matters by one person; what it needs is the same for all.</summary>
public sealed class BulkJob
{
    public required Guid Id { get; init; }

    public required Guid By { get; init; }

    public required BulkCommand Command { get; init; }

    public string? Unit { get; init; }

    public string? Target { get; init; }

    public string? Reason { get; init; }

    public required int Total { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Until when one node works on it; then another may go on.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }
}

/// <summary>One matter of many, and why it failed if it did.</summary>
public sealed class BulkItem
{
    public required Guid Bulk { get; init; }

    public required int Seq { get; init; }

    public required string Number { get; init; }

    public BulkOutcome Outcome { get; set; }

    public string? Code { get; set; }

    /// <summary>What stands in the sentence; with the mark before it, the key of a word.</summary>
    public List<string> Details { get; set; } = [];

    public const char KeyMark = '@';
}

internal sealed class BulkTables : IEntityTypeConfiguration<BulkJob>, IEntityTypeConfiguration<BulkItem>
{
    public void Configure(EntityTypeBuilder<BulkJob> job)
    {
        job.ToTable("matters_bulk");
        job.Property(j => j.Id).ValueGeneratedNever();
        job.HasIndex(j => new { j.FinishedAt, j.At });
    }

    public void Configure(EntityTypeBuilder<BulkItem> item)
    {
        item.ToTable("matters_bulk_item");
        item.HasKey(i => new { i.Bulk, i.Seq });
    }
}
