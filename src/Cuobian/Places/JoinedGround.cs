using Cuobian.Places.Contracts;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;

namespace Cuobian.Places;

/// <summary>Draws an area as the ground of its grids: neighbours share their borders, so those inside fall away.</summary>
internal static class JoinedGround
{
    public static GridShape Of(Area area, IEnumerable<GridCell> grids)
    {
        var factory = GeometryFactory.Default;
        var parts = factory.BuildGeometry([.. grids.SelectMany(grid => grid.Polygons).Select(rings => factory.CreatePolygon(Ring(rings[0]), [.. rings.Skip(1).Select(Ring)]))]);
        var joined = Join(parts);
        var polygons = Enumerable.Range(0, joined.NumGeometries).Select(joined.GetGeometryN).OfType<Polygon>().OrderByDescending(p => p.Area);
        return GridCell.ShapeOf(area.Code, area.Name, polygons.Select(GridCell.Rings));
    }

    /// <summary>What overlaps a little is joined the slow way.</summary>
    private static Geometry Join(Geometry parts)
    {
        try
        {
            return CoverageUnion.Union(parts);
        }
        catch (TopologyException)
        {
            return Topology.Union([parts]);
        }
    }

    private static LinearRing Ring(double[] numbers) =>
        GeometryFactory.Default.CreateLinearRing([.. Enumerable.Range(0, numbers.Length / 2).Select(at => new Coordinate(numbers[at * 2], numbers[at * 2 + 1]))]);
}
