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

    /// <summary>Minutes of its pace that did not count, in pauses that are over.</summary>
    public int PausedMinutes { get; private set; }

    public bool Runs => StoppedAt is null;

    /// <summary>The verdict follows the due time that was shown; minutes decide only where there was none.</summary>
    internal void Stop(DateTimeOffset at, Clockwork clockwork, bool ranOut = false)
    {
        Resume(at, clockwork);
        StoppedAt = at;
        UsedMinutes = clockwork.Minutes(Pace, StartedAt, at) - PausedMinutes;
        Late = ranOut || (DueAt is { } due ? at > due : UsedMinutes > BudgetMinutes);
    }

    internal void Pause(DateTimeOffset at) => PausedAt ??= at;

    /// <summary>Goes on with the minutes that were left.</summary>
    internal void Resume(DateTimeOffset at, Clockwork clockwork)
    {
        if (PausedAt is not { } since) return;
        PausedMinutes += clockwork.Minutes(Pace, since, at) ?? 0;
        PausedAt = null;
        DueAt = clockwork.Due(Pace, StartedAt, BudgetMinutes + PausedMinutes);
    }

    internal void Extend(int minutes, Clockwork clockwork)
    {
        BudgetMinutes += minutes;
        DueAt = clockwork.Due(Pace, StartedAt, BudgetMinutes + PausedMinutes);
    }

    /// <summary>Is the due time over? While it stands still, it is as it was when it stopped.</summary>
    public bool IsOver(DateTimeOffset at) => DueAt < (PausedAt ?? at);

    /// <summary>Minutes still left at an instant; negative when overdue, null when the calendar does not know.</summary>
    public int? Left(DateTimeOffset at, Clockwork clockwork) => BudgetMinutes + PausedMinutes - clockwork.Minutes(Pace, StartedAt, PausedAt ?? at);
}
