namespace Cuobian.Places.Contracts;

/// <summary>What one may be allowed to do with places.</summary>
public static class PlacesPermissions
{
    /// <summary>Import areas, outlines, grids and buildings, split and merge grids.</summary>
    public const string Edit = "places.edit";
}
