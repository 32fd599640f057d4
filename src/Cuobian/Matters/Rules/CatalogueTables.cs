using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Matters.Rules;

/// <summary>A published version of one kind of settings; it is never changed again.</summary>
public sealed class CatalogueVersion
{
    public required CatalogueKind Kind { get; init; }

    public required int Number { get; init; }

    /// <summary>The rows as JSON.</summary>
    public required string Content { get; init; }

    /// <summary>Why it was changed.</summary>
    public required string Note { get; init; }

    /// <summary>Who published it; null for what ships with the product or came over the command line.</summary>
    public Guid? By { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }
}

/// <summary>What is being prepared; everybody who may change this kind of settings works on the same draft.</summary>
public sealed class CatalogueDraft
{
    public required CatalogueKind Kind { get; init; }

    public required string Content { get; set; }

    /// <summary>The version it began as.</summary>
    public required int BasedOn { get; init; }

    /// <summary>Changes with every change, so that nobody overwrites what they have not seen.</summary>
    public required Guid Stamp { get; set; }

    public Guid? By { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }
}

internal sealed class CatalogueTables : IEntityTypeConfiguration<CatalogueVersion>, IEntityTypeConfiguration<CatalogueDraft>
{
    public void Configure(EntityTypeBuilder<CatalogueVersion> version)
    {
        version.ToTable("matters_catalogue_version");
        version.HasKey(v => new { v.Kind, v.Number });
    }

    public void Configure(EntityTypeBuilder<CatalogueDraft> draft)
    {
        draft.ToTable("matters_catalogue_draft");
        draft.HasKey(d => d.Kind);
        draft.Property(d => d.Stamp).IsConcurrencyToken();
    }
}
