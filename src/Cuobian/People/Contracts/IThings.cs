using Cuobian.Kernel;

namespace Cuobian.People.Contracts;

/// <summary>Something that can be done to a kind of thing: its code, its words, and the permission it needs of staff, if any.</summary>
public sealed record ThingAct(string Code, string Words, string? Permission);

/// <summary>Where a thing lies and which units have to do with it, the one in charge first.</summary>
public sealed record ThingPlace(string Number, string Area, IReadOnlyList<string> Units);

/// <summary>May this person do this to this thing now? When they hold the right and still may not, a sentence says what stands in the way.</summary>
public sealed record ThingVerdict(bool May, string? Obstacle);

/// <summary>
/// Implemented by modules whose things have numbers, so that People can explain who may do what to one of them without knowing what it is.
/// </summary>
public interface IThings
{
    IReadOnlyList<ThingAct> Acts { get; }

    /// <summary>Null when there is no such thing of this kind.</summary>
    Task<ThingPlace?> Find(string number, CancellationToken ct);

    /// <summary>Judges an act of <see cref="Acts"/> as this person would meet it.</summary>
    Task<ThingVerdict> Judge(string number, string act, Actor person, CancellationToken ct);
}
