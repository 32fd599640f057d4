using Cuobian.Kernel;

namespace Cuobian.Matters.Contracts;

/// <summary>One command changed a matter; carries nothing personal.</summary>
public sealed record MatterMoved(Guid Matter, string Number, string Area, string Command, string State, DateTimeOffset At) : ICounted
{
    /// <summary>In which part somebody gave it: Reporter, Staff, Public or System.</summary>
    public string Part { get; init; } = "";

    string ICounted.Kind => Command;
}

/// <summary>The tier went up, so that the level above supervises; a breach tells of that itself.</summary>
public sealed record TierRaised(Guid Matter, string Number, string Area, string Tier, DateTimeOffset At) : IEvent;

/// <summary>Something happened to the part of one called unit: Whistle, CoTimeout or Waive.</summary>
public sealed record CalledUnitMoved(Guid Matter, string Number, string Area, string Unit, string Command, DateTimeOffset At) : ICounted
{
    string ICounted.Kind => Command;
}

/// <summary>Four fifths of a clock are used: the handler is told, and only while the clock counts.</summary>
public sealed record ClockWarned(Guid Matter, string Number, string Area, string? Unit, Guid? Handler, string Clock, DateTimeOffset Due, DateTimeOffset At) : IEvent;

/// <summary>A clock ran out. Step 1 goes to the head of the unit; step 2, when nothing happened since, to the level above.</summary>
public sealed record ClockBreached(Guid Matter, string Number, string Area, string? Unit, string Clock, int Step, DateTimeOffset At) : ICounted
{
    string ICounted.Kind => Clock;
}

/// <summary>The day of a milestone has come; whether it was reached is asked then.</summary>
public sealed record MilestoneDue(Guid Matter, DateTimeOffset Due) : IEvent;

/// <summary>The team of a grid is called to an urgent matter: these people at once.</summary>
public sealed record TeamCalled(Guid Matter, string Number, string Area, IReadOnlyList<Guid> People, DateTimeOffset At) : IEvent;
