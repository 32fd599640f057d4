using Cuobian.Places.Contracts;

namespace Cuobian.People.Contracts;

/// <summary>A department, office, committee or company that can lead a matter.</summary>
public sealed record Unit(string Code, string Name, string Type, AreaLevel Level, string Area, string? Parent);

/// <summary>What other modules may ask about units; answered from memory.</summary>
public interface IUnits
{
    Unit? Find(string code);

    /// <summary>The unit of a type nearest to an area, going up from the area; null when there is none.</summary>
    Unit? Nearest(string type, string area);

    /// <summary>The unit of a type at the highest level below the city that serves the area, for owners of public parts.</summary>
    Unit? Owner(string type, string area);

    /// <summary>Units whose own area lies under the prefix or above it, that may lead a matter there.</summary>
    IReadOnlyList<Unit> Serving(string area);
}

/// <summary>What other modules may ask about accounts.</summary>
public interface IAccounts
{
    Task<string?> NameOf(Guid account, CancellationToken ct);
}
