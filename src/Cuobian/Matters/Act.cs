using Cuobian.Kernel;
using Cuobian.Matters.Rules;

namespace Cuobian.Matters;

/// <summary>Who gives a command, in which part, when, by which clockwork, and with which reason (for staff) and words (for the reporter).</summary>
public sealed record Act(Actor By, Part Part, DateTimeOffset At, Clockwork Clockwork)
{
    public string? Reason { get; init; }

    public string? Words { get; init; }
}

/// <summary>What a report says, once the door has understood it.</summary>
public sealed record Report(string Number, string Text, Channel Channel, Place Place, Category? Category, Visibility Visibility)
{
    /// <summary>Who passed it on to us, and their number for it.</summary>
    public DivertTarget? From { get; init; }

    public string? TheirNumber { get; init; }

    /// <summary>The versions of the settings it is handled by to its end.</summary>
    public Pins Pins { get; init; }

    public IReadOnlyList<FormAnswer>? Answers { get; init; }
}

/// <summary>Numbers of the versions that a matter keeps; 0 is the newest at any time.</summary>
public readonly record struct Pins(int Categories, int Calendar);

/// <summary>Where a matter is: the grid (or the smallest area known), the point, and the words for it.</summary>
public sealed record Place(string Area, string? Grid, GeoPoint? Point, string? Address);
