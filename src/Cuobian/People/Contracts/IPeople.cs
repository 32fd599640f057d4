using Cuobian.Kernel;
using Cuobian.Places.Contracts;

namespace Cuobian.People.Contracts;

/// <summary>A department, office, committee or company that can lead a matter.</summary>
public sealed record Unit(string Code, string Name, string Type, AreaLevel Level, string Area, string? Parent);

/// <summary>A kind of unit: at which levels it exists, and the categories of matters it owns or usually helps with.</summary>
public sealed record UnitType(
    string Code, string Zh, string En, string Group, IReadOnlyList<AreaLevel> Levels, IReadOnlyList<string> Owns, IReadOnlyList<string> Assists);

/// <summary>What other modules may ask about units; answered from memory.</summary>
public interface IUnits
{
    Unit? Find(string code);

    /// <summary>The unit with this code, also when it is closed: for showing what happened long ago.</summary>
    Unit? Recall(string code);

    /// <summary>The unit of a type nearest to an area, going up from the area; null when there is none.</summary>
    Unit? Nearest(string type, string area);

    /// <summary>The unit of a type that owns public parts in the area: the county's, else the city's, else the nearest lower one.</summary>
    Unit? Owner(string type, string area);

    /// <summary>Units whose own area lies under the prefix or above it, that may lead a matter there: the widest first, and deeper levels only as long as all are no more than so many.</summary>
    IReadOnlyList<Unit> Serving(string area, int atMost = int.MaxValue);

    /// <summary>Every type of unit, by code.</summary>
    IReadOnlyList<UnitType> Types { get; }

    /// <summary>The type of unit that owns a category of matters; null when nobody was named.</summary>
    string? TypeFor(string categoryCode);
}

/// <summary>What other modules may ask about accounts.</summary>
public interface IAccounts
{
    Task<string?> NameOf(Guid account, CancellationToken ct);

    /// <summary>The phone a resident signed in with, for notices to them; null for accounts without one and for closed ones.</summary>
    Task<string?> PhoneOf(Guid account, CancellationToken ct);

    /// <summary>Names by account, for a whole list at once; unknown accounts are left out.</summary>
    Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> accounts, CancellationToken ct);
}

/// <summary>What other modules may ask about tokens, for protocols that send one elsewhere than in the usual header.</summary>
public interface ITokens
{
    /// <summary>The actor a secret stands for; null when it is unknown, expired or revoked.</summary>
    Task<Actor?> ActorOf(string secret, CancellationToken ct);
}
