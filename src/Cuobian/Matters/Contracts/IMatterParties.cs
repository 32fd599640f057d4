namespace Cuobian.Matters.Contracts;

/// <summary>A reporter to be told: an account, or only a phone, and the number they know their matter by.</summary>
public sealed record MatterVoice(Guid? Account, string? Phone, string Number);

/// <summary>Who has to do with a matter and what it is about, for whoever tells them; never shown to a person.</summary>
public sealed record MatterParties(Guid Matter, string Number, string Area)
{
    public string? Category { get; init; }

    /// <summary>The name of its kind, in Chinese and in English; empty before it has one.</summary>
    public string CategoryZh { get; init; } = "";

    public string CategoryEn { get; init; } = "";

    /// <summary>May everybody know of it?</summary>
    public bool IsPublic { get; init; }

    /// <summary>Its kind waits for nobody, day or night.</summary>
    public bool IsUrgent { get; init; }

    public Guid? Handler { get; init; }

    public string? LeadUnit { get; init; }

    /// <summary>The units of the panel that supervises it jointly.</summary>
    public IReadOnlyList<string> Panel { get; init; } = [];

    /// <summary>The days of milestones that were not reached yet.</summary>
    public IReadOnlyList<DateTimeOffset> OpenMilestones { get; init; } = [];

    /// <summary>The area whose level supervises it, or would.</summary>
    public string LevelAbove { get; init; } = "";

    /// <summary>Who last asked another officer for a decision.</summary>
    public Guid? Asker { get; init; }

    /// <summary>Who reported it, and who reported what was merged into it.</summary>
    public IReadOnlyList<MatterVoice> Reporters { get; init; } = [];

    /// <summary>The matters merged into it.</summary>
    public IReadOnlyList<Guid> Merged { get; init; } = [];

    public DateTimeOffset? Due { get; init; }
}

/// <summary>Answers who must hear of a matter; only for telling them.</summary>
public interface IMatterParties
{
    /// <summary>Those of them that exist, by their ids.</summary>
    Task<IReadOnlyDictionary<Guid, MatterParties>> Of(IReadOnlyCollection<Guid> matters, CancellationToken ct);

    /// <summary>Those of them that anybody with an account supports.</summary>
    Task<IReadOnlySet<Guid>> Supported(IReadOnlyCollection<Guid> matters, CancellationToken ct);

    /// <summary>Accounts that support one of these matters, each once, in the order of their text; the next ones after a cursor.</summary>
    Task<IReadOnlyList<Guid>> Supporters(IReadOnlyCollection<Guid> matters, Guid? after, int atMost, CancellationToken ct);
}
