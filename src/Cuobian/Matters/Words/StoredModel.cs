using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Matters.Words;

/// <summary>A model trained here, with what it was judged by; old versions are kept, and at most one is in use (none: the shipped one).</summary>
internal sealed class StoredModel
{
    public required Guid Id { get; init; }

    /// <summary>1 for the first, and so on; two trainings at once cannot both become the next.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who had it trained; null when the house did it by itself.</summary>
    public Guid? By { get; init; }

    /// <summary>As <see cref="ModelFile"/> writes it.</summary>
    public required byte[] Content { get; init; }

    public bool InUse { get; set; }

    /// <summary>How many decisions of staff it learned from.</summary>
    public required int Decisions { get; init; }

    /// <summary>How many decisions were kept back to judge it and the model before it.</summary>
    public required int Judged { get; init; }

    public required double Top1 { get; init; }

    public required double Top3 { get; init; }

    public required double MacroF1 { get; init; }

    public required double CalibrationError { get; init; }

    /// <summary>How the model in use at that time did on the same texts.</summary>
    public required double BeforeTop1 { get; init; }

    public required double BeforeTop3 { get; init; }
}

internal sealed class StoredModelTable : IEntityTypeConfiguration<StoredModel>
{
    public void Configure(EntityTypeBuilder<StoredModel> model)
    {
        model.ToTable("matters_model");
        model.Property(m => m.Id).ValueGeneratedNever();
        model.HasIndex(m => m.Version).IsUnique();
    }
}
