using Cuobian.Kernel;

namespace Cuobian.Matters.Contracts;

/// <summary>A matter from another system's past: what was reported when, and whether and how it ended.</summary>
public sealed record PastMatter(string Text, DateTimeOffset At)
{
    public string? Category { get; init; }

    public string? Area { get; init; }

    public GeoPoint? Point { get; init; }

    public string? Address { get; init; }

    /// <summary>When it ended there; null while it is open, and then a person here looks at it.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    public string? Answer { get; init; }

    public string? ReporterName { get; init; }

    public string? ReporterPhone { get; init; }

    /// <summary>Where it comes from and what it was called there; stands in its history.</summary>
    public required string Origin { get; init; }
}

/// <summary>Takes over matters of the past in bulk: they tell nobody and start no clock, but for those still open, which wait for a person.</summary>
public interface IPastMatters
{
    /// <summary>Is there a category of this code that a matter can have?</summary>
    bool HasCategory(string code);

    /// <summary>Adds them to the open transaction, to be saved by the caller, and answers their numbers in the same order.</summary>
    Task<IReadOnlyList<string>> Add(IReadOnlyList<PastMatter> past, CancellationToken ct);
}
