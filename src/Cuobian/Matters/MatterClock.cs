using Cuobian.Matters.Clocks;

namespace Cuobian.Matters;

/// <summary>One run of one clock: what it allowed, when it is due, and the verdict, frozen when it stops.</summary>
public sealed class MatterClock
{
    public required Guid Id { get; init; }

    public required Guid MatterId { get; init; }

    public required ClockKind Kind { get; init; }

    public required Pace Pace { get; init; }

    /// <summary>Minutes it allows, with what an extension added.</summary>
    public required int BudgetMinutes { get; set; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while the calendar of a year it reaches into is not loaded; staff are told.</summary>
    public DateTimeOffset? DueAt { get; internal set; }

    public DateTimeOffset? StoppedAt { get; private set; }

    public int? UsedMinutes { get; private set; }

    public bool? Late { get; private set; }

    /// <summary>Since when it stands still, if it does.</summary>
    public DateTimeOffset? PausedAt { get; private set; }

    /// <summary>When it last stood still or went on again; it counts from here.</summary>
    public DateTimeOffset? CountedFrom { get; private set; }

    /// <summary>Minutes used before that. How long a pause was never matters, so no calendar is asked about it.</summary>
    public int UsedBefore { get; private set; }

    /// <summary>The due time that was warned of, and when its end was noted and went a level up.</summary>
    public DateTimeOffset? WarnedFor { get; internal set; }

    public DateTimeOffset? BreachedAt { get; internal set; }

    public DateTimeOffset? EscalatedAt { get; internal set; }

    public bool Runs => StoppedAt is null;

    private DateTimeOffset From => CountedFrom ?? StartedAt;

    /// <summary>The verdict follows the due time that was shown; minutes decide only where there was none.</summary>
    internal void Stop(DateTimeOffset at, Clockwork clockwork, bool ranOut = false)
    {
        UsedMinutes = BudgetMinutes - Left(at, clockwork);
        Late = ranOut || (DueAt is null ? UsedMinutes > BudgetMinutes : IsOver(at));
        (StoppedAt, PausedAt) = (at, null);
    }

    /// <summary>Can its minutes until now be counted? Not while the calendar of a year is missing.</summary>
    internal bool CanPause(DateTimeOffset at, Clockwork clockwork) => Left(at, clockwork) is not null;

    internal void Pause(DateTimeOffset at, Clockwork clockwork)
    {
        if (PausedAt is not null) return;
        UsedBefore = BudgetMinutes - Left(at, clockwork)!.Value;
        (PausedAt, CountedFrom) = (at, at);
    }

    /// <summary>Goes on with the minutes that were left; what was over when it stopped stays over.</summary>
    internal void Resume(DateTimeOffset at, Clockwork clockwork)
    {
        if (PausedAt is null) return;
        var over = IsOver(at);
        (PausedAt, CountedFrom) = (null, at);
        if (!over) Reckon(clockwork);
    }

    internal void Extend(int minutes, Clockwork clockwork)
    {
        BudgetMinutes += minutes;
        (BreachedAt, EscalatedAt) = (null, null);
        Reckon(clockwork);
    }

    /// <summary>When four fifths are used; on working time that is always a minute that is worked.</summary>
    internal DateTimeOffset? WarnAt(Clockwork clockwork) => clockwork.Due(Pace, From, Math.Max(1, BudgetMinutes * 8 / 10 - UsedBefore));

    internal void Reckon(Clockwork clockwork) => DueAt = clockwork.Due(Pace, From, Math.Max(0, BudgetMinutes - UsedBefore));

    /// <summary>Is the due time over? While it stands still, it is as it was when it stopped.</summary>
    public bool IsOver(DateTimeOffset at) => DueAt < (PausedAt ?? at);

    /// <summary>Minutes still left at an instant; negative when overdue, null when the calendar does not know.</summary>
    public int? Left(DateTimeOffset at, Clockwork clockwork) => BudgetMinutes - UsedBefore - (PausedAt is null ? clockwork.Minutes(Pace, From, at) : 0);
}
