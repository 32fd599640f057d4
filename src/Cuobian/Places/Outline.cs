using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Cuobian.Places;

/// <summary>The border of an area above the grids, to check grids against.</summary>
internal sealed class Outline
{
    public required string Code { get; init; }

    /// <summary>The polygon as well-known binary, WGS-84, longitude first.</summary>
    public required byte[] Border { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public Geometry Shape() => new WKBReader().Read(Border);
}
