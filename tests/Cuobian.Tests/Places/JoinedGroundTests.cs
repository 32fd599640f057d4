using Cuobian.Places;
using Cuobian.Places.Contracts;
using NetTopologySuite.Geometries;

namespace Cuobian.Tests.Places;

/// <summary>An area above the grids is drawn as the ground they cover.</summary>
public sealed class JoinedGroundTests
{
    [Fact]
    public void Borders_between_neighbours_fall_away_and_holes_and_parts_stay()
    {
        Area[] areas = [new("359902001001", "甲", AreaLevel.Community, null), new("359902001002", "乙", AreaLevel.Community, null)];
        var ring = Enumerable.Range(0, 9).Where(at => at != 4).Select(at => new GridCell($"359902001001{at + 1:000}", "", Box(at % 3, at / 3)));
        GridCell[] apart = [new("359902001002001", "", Box(5, 0)), new("359902001002002", "", Box(6, 0)), new("359902001002003", "", Box(9, 9))];
        var atlas = new Atlas(1, areas, [], ring.Concat(apart));

        var shapes = atlas.Outlines("359902", AreaLevel.Community);
        Assert.Equal(["甲", "乙"], shapes.Select(s => s.Name));
        Assert.Equal([9.0, 1.0], shapes[0].Rings.Select(AreaOf));
        Assert.Equal([2.0, 1.0], shapes[1].Rings.Select(AreaOf));
        Assert.Equal("乙", Assert.Single(atlas.Outlines("359902001002", AreaLevel.Community)).Name);
        Assert.Empty(atlas.Outlines("", AreaLevel.Township));
    }

    private static double AreaOf(IReadOnlyList<Cuobian.Kernel.GeoPoint> ring) =>
        Math.Abs(Enumerable.Range(1, ring.Count - 1).Sum(at => (ring[at - 1].Lon * ring[at].Lat) - (ring[at].Lon * ring[at - 1].Lat)) / 2);

    private static Polygon Box(int lon, int lat) => GeometryFactory.Default.CreatePolygon([new(lon, lat), new(lon + 1, lat), new(lon + 1, lat + 1), new(lon, lat + 1), new(lon, lat)]);
}
