using Cuobian.Kernel;

namespace Cuobian.Places.Borders;

/// <summary>What is done to borders.</summary>
internal enum ChangeKind { Cut, Merge, Draw }

/// <summary>The day of a planned change of borders has come.</summary>
internal sealed record ChangeDue(Guid Plan) : IEvent;

/// <summary>A change of borders that was checked and waits for its day; on that day it is checked again.</summary>
internal sealed class PlannedChange : Aggregate
{
    private PlannedChange() { }

    public PlannedChange(Guid id, ChangeKind kind, string target, string form, DateTimeOffset from, Guid? by, DateTimeOffset at)
    {
        (Id, Kind, Target, Form, From, MadeBy, MadeAt) = (id, kind, target, form, from, by, at);
        Raise(new ChangeDue(id), from);
    }

    public ChangeKind Kind { get; private init; }

    /// <summary>The grid that is cut, or the community in which grids are merged or drawn.</summary>
    public string Target { get; private init; } = "";

    /// <summary>What was filled in, as JSON.</summary>
    public string Form { get; private init; } = "";

    public DateTimeOffset From { get; private init; }

    public Guid? MadeBy { get; private init; }

    public DateTimeOffset MadeAt { get; private init; }

    /// <summary>When it was carried out, or could not be.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>Why it could not be carried out: the code of the sentence.</summary>
    public string? Refusal { get; private set; }

    public void Settle(DateTimeOffset at, string? refusal) => (SettledAt, Refusal) = (at, refusal);
}
