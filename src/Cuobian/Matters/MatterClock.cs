using Cuobian.Matters.Clocks;

namespace Cuobian.Matters;

/// <summary>One run of one clock: what it allowed, when it is due, and the verdict, frozen when it stops.</summary>
public sealed class MatterClock
{
    public required Guid Id { get; init; }

    public required Guid MatterId { get; init; }

    public required ClockKind Kind { get; init; }

    public required Pace Pace { get; init; }

    public required int BudgetMinutes { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while the calendar of a year it reaches into is not loaded; staff are told.</summary>
    public DateTimeOffset? DueAt { get; internal set; }

    public DateTimeOffset? StoppedAt { get; private set; }

    public int? UsedMinutes { get; private set; }

    public bool? Late { get; private set; }

    public bool Runs => StoppedAt is null;

    /// <summary>The verdict follows the due time that was shown; minutes decide only where there was none.</summary>
    internal void Stop(DateTimeOffset at, Clockwork clockwork, bool ranOut = false)
    {
        StoppedAt = at;
        UsedMinutes = clockwork.Minutes(Pace, StartedAt, at);
        Late = ranOut || (DueAt is { } due ? at > due : UsedMinutes > BudgetMinutes);
    }

    /// <summary>Minutes still left at an instant; negative when overdue, null when the calendar does not know.</summary>
    public int? Left(DateTimeOffset at, Clockwork clockwork) => BudgetMinutes - clockwork.Minutes(Pace, StartedAt, at);
}
