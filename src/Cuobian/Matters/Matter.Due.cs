using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

namespace Cuobian.Matters;

/// <summary>What happens as a clock runs down: a warning, the breach, and the level above when it stands.</summary>
public sealed partial class Matter
{
    /// <summary>A bell of a clock: each end is noted once for each due time; one that was extended or paused meanwhile rings again later.</summary>
    internal void Ring(Guid id, Act act)
    {
        if (clocks.SingleOrDefault(c => c.Id == id) is not { Runs: true, PausedAt: null, DueAt: { } end } clock) return;
        if (end > act.At && IsToWarn(clock, act)) Warn(clock.Kind, act);
        else if (end > act.At) return;
        else if (clock.Kind == ClockKind.Accept) AcceptTimeout(act);
        else if (clock.Kind == ClockKind.Feedback) Lapse(act);
        else if (IsToBreach(clock)) Breach(act, clock.Kind);
    }

    /// <summary>A while after a breach: one that still stands concerns the level above.</summary>
    internal void GoUp(Guid id, Act act)
    {
        if (clocks.SingleOrDefault(c => c.Id == id) is not { Runs: true, PausedAt: null, EscalatedAt: null, BreachedAt: not null } clock) return;
        if (clock.IsOver(act.At) && MatterRules.For(MatterCommand.Escalate).From.Contains(State)) Escalate(clock.Kind, act);
    }

    /// <summary>Four fifths are used and nobody was warned of this due time yet.</summary>
    internal bool IsToWarn(MatterClock clock, Act act) =>
        MatterRules.For(MatterCommand.Warn).From.Contains(State) && clock.Kind != ClockKind.Feedback
        && clock.DueAt is not null && clock.WarnedFor != clock.DueAt && clock.WarnAt(act.Clockwork) <= act.At;

    /// <summary>The clock is over and that was not noted yet.</summary>
    internal bool IsToBreach(MatterClock clock) => clock.BreachedAt is null && MatterRules.For(MatterCommand.Breach).From.Contains(State);

    public void Warn(ClockKind kind, Act act)
    {
        Do(MatterCommand.Warn, act, changed: new { clock = kind.ToString() });
        if (Running(kind) is not { DueAt: { } due } clock) return;
        clock.WarnedFor = due;
        Raise(new ClockWarned(Id, Number, Area, LeadUnit, Handler, kind.ToString(), due, act.At));
        RingWhenDue(clock, act.Clockwork);
    }

    /// <summary>The time is over. Late work raises the tier, ordinary to key and key, when it happens again, to hard; the work stays where it is.</summary>
    public void Breach(Act act, ClockKind kind = ClockKind.Handle)
    {
        var tier = kind != ClockKind.Handle ? Tier : Tier == Tier.Ordinary ? Tier.Key : Tier.Hard;
        Do(MatterCommand.Breach, act, changed: new { clock = kind.ToString(), tier = new[] { Tier.ToString(), tier.ToString() } });
        ClimbTo(tier);
        if (Running(kind) is not { } clock) return;
        clock.BreachedAt = act.At;
        Raise(new ClockBreached(Id, Number, Area, LeadUnit, kind.ToString(), 1, act.At));
        if (act.Clockwork.Due(clock.Pace, act.At, act.Clockwork.Limits.Escalate.On(clock.Pace)) is { } later) Raise(new BreachStands(Id, clock.Id), later);
    }

    /// <summary>Nothing happened since the head of the unit was told: the level above looks on.</summary>
    public void Escalate(ClockKind kind, Act act)
    {
        Do(MatterCommand.Escalate, act, changed: new { clock = kind.ToString() });
        (Supervised, SupervisedAt) = (true, LevelAbove);
        if (Running(kind) is not { } clock) return;
        clock.EscalatedAt = act.At;
        Raise(new ClockBreached(Id, Number, Area, LeadUnit, kind.ToString(), 2, act.At));
    }

    /// <summary>One bell at a time: first for the warning, then, from there, for the due time.</summary>
    private void RingWhenDue(MatterClock clock, Clockwork clockwork)
    {
        if (clock is not { Runs: true, PausedAt: null, DueAt: { } due }) return;
        var warn = clock.Kind == ClockKind.Feedback || clock.WarnedFor == due ? due : clock.WarnAt(clockwork) ?? due;
        Raise(new ClockDue(Id, clock.Id, clock.Kind), warn < due ? warn : due);
    }
}

/// <summary>The instant from which a breach that still stands concerns the level above.</summary>
public sealed record BreachStands(Guid Matter, Guid Clock) : IEvent;
