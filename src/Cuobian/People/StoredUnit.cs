using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;

namespace Cuobian.People;

/// <summary>A unit as it is kept, with the days it exists.</summary>
public sealed class StoredUnit
{
    public required string Code { get; init; }

    public required string Name { get; set; }

    public required string Type { get; init; }

    public required AreaLevel Level { get; init; }

    public required string Area { get; init; }

    public string? Parent { get; set; }

    /// <summary>The phone of the office, open to everybody.</summary>
    public string? OfficePhone { get; set; }

    public required DateOnly ValidFrom { get; init; }

    /// <summary>The first day it no longer exists.</summary>
    public DateOnly? ValidTo { get; set; }

    public Unit Facts => new(Code, Name, Type, Level, Area, Parent);
}

/// <summary>A type of unit as it is kept.</summary>
public sealed class StoredUnitType
{
    public required string Code { get; init; }

    public required string Zh { get; init; }

    public required string En { get; init; }

    public required string Group { get; init; }

    public required List<AreaLevel> Levels { get; init; }

    /// <summary>Categories of matters this type leads unless a rule says otherwise.</summary>
    public required List<string> Owns { get; init; }

    /// <summary>Categories it is usually called to help with.</summary>
    public required List<string> Assists { get; init; }

    /// <summary>Types one of which a unit of this type stands below; none when anything will do.</summary>
    public List<string> Parents { get; init; } = [];

    public UnitType Facts => new(Code, Zh, En, Group, Levels, Owns, Assists);
}
