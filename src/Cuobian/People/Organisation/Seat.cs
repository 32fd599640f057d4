namespace Cuobian.People.Organisation;

/// <summary>Somebody's place in a unit under a title, from one day to another; a person may sit in several units at once, and past seats stay.</summary>
public sealed class Seat
{
    public required Guid Id { get; init; }

    public required Guid Account { get; init; }

    public required string Unit { get; init; }

    public required string Title { get; set; }

    /// <summary>Heads the unit; one person at a time.</summary>
    public required bool Heads { get; set; }

    public required DateOnly From { get; init; }

    /// <summary>The first day it is no longer held.</summary>
    public DateOnly? To { get; set; }

    public bool HeldOn(DateOnly day) => From <= day && (To is null || day < To);

    public bool Meets(DateOnly from, DateOnly? to) => (To is null || from < To) && (to is null || From < to);
}
