using Cuobian.Matters.Clocks;

namespace Cuobian.Matters;

/// <summary>What sort of thing a category holds; a part goes to its owner first, an event to its locality first.</summary>
public enum CategoryKind { Part, Event, Dispute, Service, Safety }

/// <summary>A kind of matter: its words, its clock, whose it is, and what care it needs.</summary>
public sealed record Category
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

    /// <summary>Minutes for the handling on its clock, by tier.</summary>
    public int OrdinaryMinutes { get; init; }

    public int KeyMinutes { get; init; }

    public int HardMinutes { get; init; }

    /// <summary>Minutes for the other steps, where they differ from what the process gives everybody.</summary>
    public int? TriageMinutes { get; init; }

    public int? AcceptMinutes { get; init; }

    public int? VerifyMinutes { get; init; }

    public bool NeedsLocation { get; init; }

    /// <summary>The number to call at once, such as 119; shown before a report is sent.</summary>
    public string? Hotline { get; init; }

    /// <summary>Never listed publicly.</summary>
    public bool Sensitive { get; init; }

    /// <summary>No new matter gets it; those that have it keep it.</summary>
    public bool Off { get; init; }

    /// <summary>Words residents use for it.</summary>
    public List<string> Keywords { get; init; } = [];

    public bool IsClass => Parent is null;

    /// <summary>Must be looked at by a person at once.</summary>
    public bool IsUrgent => Hotline is not null && Clock == Pace.Continuous;

    /// <summary>A grid worker may put it right on the spot.</summary>
    public bool AllowsSelfHandling => !Sensitive && !IsUrgent && Kind is CategoryKind.Part or CategoryKind.Event;

    public int MinutesFor(Tier tier) => tier switch
    {
        Tier.Ordinary => OrdinaryMinutes,
        Tier.Key => KeyMinutes,
        Tier.Hard => HardMinutes,
    };

    public string Name(string language) => language.StartsWith("zh", StringComparison.Ordinal) ? Zh : En;

    /// <summary>Equal in everything, its words included.</summary>
    public bool IsSameAs(Category other) => this with { Keywords = other.Keywords } == other && Keywords.SequenceEqual(other.Keywords);
}
