using Cuobian.Kernel;

namespace Cuobian.Places.Contracts;

/// <summary>The levels of the administrative tree, by the digits of their codes: 2, 4, 6, 9, 12 and 15.</summary>
public enum AreaLevel { Province, City, County, Township, Community, Grid }

/// <summary>One node of the area tree: a province down to a grid.</summary>
public sealed record Area(string Code, string Name, AreaLevel Level, string? Parent);

/// <summary>The grid a point belongs to; <paramref name="Meters"/> is 0 inside it and the distance when it is merely the nearest.</summary>
public sealed record Located(Area Grid, double Meters);

/// <summary>One grid's border on a map: its rings, the outer ring first.</summary>
public sealed record GridShape(string Code, string Name, IReadOnlyList<IReadOnlyList<GeoPoint>> Rings);

/// <summary>What other modules may ask of places; answered from memory.</summary>
public interface IPlaces
{
    /// <summary>The grid that contains the point, else the nearest within 50 m, else null.</summary>
    Located? Locate(GeoPoint point);

    /// <summary>The code of the area everything here lies in: where a matter goes whose place is unknown.</summary>
    string Root { get; }

    /// <summary>The area or grid valid today with this code.</summary>
    Area? Find(string code);

    /// <summary>The area or grid that has this code today, else the last one that had it: for showing what happened long ago.</summary>
    Area? Recall(string code);

    /// <summary>From the province down to the area itself, also for one that has ended; what is not loaded is left out.</summary>
    IReadOnlyList<Area> Path(string code);

    /// <summary>Areas and grids directly below, by code; the roots for an empty code.</summary>
    IReadOnlyList<Area> Below(string code);

    /// <summary>Shapes of the grids below an area code.</summary>
    IReadOnlyList<GridShape> Shapes(string prefix);

    /// <summary>Shapes of the areas of a level below an area code, each the ground of its grids: for maps of more grids than can be seen.</summary>
    IReadOnlyList<GridShape> Outlines(string prefix, AreaLevel level);
}
