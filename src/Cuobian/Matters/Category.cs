using Cuobian.Matters.Clocks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Matters;

/// <summary>What sort of thing a category holds; a part goes to its owner first, an event to its locality first.</summary>
public enum CategoryKind { Part, Event, Dispute, Service, Safety }

/// <summary>A kind of matter: its words, its clock, whose it is, and what care it needs.</summary>
public sealed class Category
{
    public required string Code { get; init; }

    public required string Zh { get; init; }

    public required string En { get; init; }

    /// <summary>The two-digit class it belongs to; null for the class itself.</summary>
    public string? Parent { get; init; }

    public CategoryKind Kind { get; init; }

    /// <summary>Type of the unit that handles it.</summary>
    public required string Department { get; init; }

    public Pace Clock { get; init; }

    /// <summary>Hours on its clock, by tier.</summary>
    public int OrdinaryHours { get; init; }

    public int KeyHours { get; init; }

    public int HardHours { get; init; }

    public bool NeedsLocation { get; init; }

    /// <summary>The number to call at once, such as 119; shown before a report is sent.</summary>
    public string? Hotline { get; init; }

    /// <summary>Never listed publicly.</summary>
    public bool Sensitive { get; init; }

    /// <summary>Words residents use for it.</summary>
    public List<string> Keywords { get; init; } = [];

    public bool IsClass => Parent is null;

    /// <summary>Must be looked at by a person at once.</summary>
    public bool IsUrgent => Hotline is not null && Clock == Pace.Continuous;

    /// <summary>A grid worker may put it right on the spot.</summary>
    public bool AllowsSelfHandling => !Sensitive && !IsUrgent && Kind is CategoryKind.Part or CategoryKind.Event;

    public int MinutesFor(Tier tier) => 60 * tier switch
    {
        Tier.Ordinary => OrdinaryHours,
        Tier.Key => KeyHours,
        Tier.Hard => HardHours,
    };

    public string Name(string language) => language.StartsWith("zh", StringComparison.Ordinal) ? Zh : En;
}

internal sealed class CategoryTable : IEntityTypeConfiguration<Category>
{
    public void Configure(EntityTypeBuilder<Category> category)
    {
        category.ToTable("matters_category");
        category.HasKey(c => c.Code);
        category.Property(c => c.Code).ValueGeneratedNever();
    }
}
