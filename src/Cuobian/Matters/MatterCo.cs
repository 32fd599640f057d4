namespace Cuobian.Matters;

/// <summary>A unit called to a joint matter: whether it must come, by when it must answer, and what became of it.</summary>
public sealed class MatterCo
{
    public required Guid MatterId { get; init; }

    public required string Unit { get; init; }

    /// <summary>The lead may hand in only when this part is finished or waived.</summary>
    public required bool Mandatory { get; init; }

    public required DateTimeOffset CalledAt { get; init; }

    /// <summary>When it must have accepted or refused; null while the calendar does not know.</summary>
    public required DateTimeOffset? DueAt { get; set; }

    public CoState State { get; internal set; }

    public DateTimeOffset? AnsweredAt { get; internal set; }

    /// <summary>When its clock passed without an answer; stays when the answer comes after all.</summary>
    public DateTimeOffset? LapsedAt { get; internal set; }

    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>Did it answer in time? Frozen when it answers; counted for each department.</summary>
    public bool? Late { get; internal set; }
}
