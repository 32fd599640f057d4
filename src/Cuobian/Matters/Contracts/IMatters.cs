using Cuobian.Kernel;

namespace Cuobian.Matters.Contracts;

/// <summary>A kind of matter that can be reported; a person looks first at what is urgent or sensitive.</summary>
public sealed record MatterKind(
    string Code, string Name, string Group, IReadOnlyList<string> Keywords, bool IsPart, bool IsUrgent, bool TriageFirst, string? Hotline)
{
    /// <summary>What a report of this kind asks besides the words.</summary>
    public IReadOnlyList<MatterQuestion> Questions { get; init; } = [];
}

/// <summary>A question and its choices, in the reader's language; the type is Text, Number, Date, One or Many.</summary>
public sealed record MatterQuestion(string Code, string Type, bool Required, string Label, string? Hint, IReadOnlyList<MatterQuestionChoice> Choices);

/// <summary>One answer to choose.</summary>
public sealed record MatterQuestionChoice(string Code, string Name);

/// <summary>What somebody reports through another system.</summary>
public sealed record NewMatter(string Text, string? Category)
{
    public GeoPoint? Point { get; init; }

    public string? Area { get; init; }

    public string? Address { get; init; }

    public string? ReporterName { get; init; }

    public string? ReporterPhone { get; init; }

    public IReadOnlyList<Guid> Photos { get; init; } = [];

    /// <summary>Answers to the questions of the kind, by the code of the question.</summary>
    public Dictionary<string, List<string>> Answers { get; init; } = [];
}

/// <summary>The number and the secret code of a new matter; nobody gets the code a second time.</summary>
public sealed record ReportedMatter(string Number, string Code, bool TriageFirst);

/// <summary>Where a matter stands, for who knows its code.</summary>
public sealed record FollowedMatter(string Number, string State, bool IsOpen, bool IsAccepted);

/// <summary>A matter as everybody may know it: what kind, where about, how far; never anybody's words.</summary>
public sealed record ListedMatter(Guid Id, string Number, string State, bool IsOpen, string? Outcome)
{
    public required string Category { get; init; }

    public required string CategoryName { get; init; }

    public required string Description { get; init; }

    /// <summary>The grid, else the smallest area known.</summary>
    public required string Area { get; init; }

    public required string AreaName { get; init; }

    public string? Unit { get; init; }

    /// <summary>Of a public part, such as a lamp, the place itself; of everything else the middle of the grid.</summary>
    public GeoPoint? Point { get; init; }

    public GeoPoint? GridCentre { get; init; }

    public required int Supporters { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public DateTimeOffset? Due { get; init; }

    /// <summary>The number of the matter it was merged into.</summary>
    public string? DuplicateOf { get; init; }
}

/// <summary>One step in the life of a listed matter, without words.</summary>
public sealed record ListedStep(Guid Id, string Number, string Command, string State, bool IsOpen, DateTimeOffset At);

/// <summary>A rectangle on the map.</summary>
public sealed record GeoBox(double South, double West, double North, double East);

/// <summary>What a public list is narrowed to; an empty list of codes or numbers means all of them.</summary>
public sealed record ListedFilter
{
    public IReadOnlyList<string> Numbers { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>A code; everything below it counts.</summary>
    public string? Area { get; init; }

    public bool? IsOpen { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    public DateTimeOffset? UpdatedFrom { get; init; }

    public DateTimeOffset? UpdatedUntil { get; init; }

    public GeoBox? Box { get; init; }

    /// <summary>Where the page before ended: see <see cref="ListedPage.Next"/>.</summary>
    public string? After { get; init; }

    public int Skip { get; init; }

    public int Size { get; init; } = 100;
}

/// <summary>One page of a public list, newest first, and where the next one starts.</summary>
public sealed record ListedPage(IReadOnlyList<ListedMatter> Items, string? Next);

/// <summary>What other modules may ask of matters, and do to them, as the actor of the scope.</summary>
public interface IMatters
{
    /// <summary>Everything that can be reported, by code, in the reader's language.</summary>
    IReadOnlyList<MatterKind> Kinds { get; }

    Task<ReportedMatter> Report(NewMatter report, CancellationToken ct);

    /// <summary>Only what everybody may know of.</summary>
    Task<ListedPage> Find(ListedFilter filter, CancellationToken ct);

    /// <summary>Null for what not everybody may know of.</summary>
    Task<ListedMatter?> Show(string number, CancellationToken ct);

    /// <summary>What happened to listed matters between two instants, oldest first.</summary>
    Task<IReadOnlyList<ListedStep>> Steps(DateTimeOffset from, DateTimeOffset until, int atMost, CancellationToken ct);

    /// <summary>The histories of these matters, as far as they are listed.</summary>
    Task<IReadOnlyList<ListedStep>> StepsOf(IReadOnlyCollection<Guid> matters, CancellationToken ct);

    /// <summary>Null when the number and the code do not belong together.</summary>
    Task<FollowedMatter?> Follow(string number, string code, CancellationToken ct);

    /// <summary>Adds words to a matter and answers the step's id; null when this actor knows of no such matter.</summary>
    Task<Guid?> Comment(string number, string? code, string words, CancellationToken ct);

    Task<bool> Urge(string number, string? code, CancellationToken ct);

    Task<bool> Withdraw(string number, string? code, string? reason, CancellationToken ct);
}
