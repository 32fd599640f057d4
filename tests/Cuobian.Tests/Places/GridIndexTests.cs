using Cuobian.Kernel;
using Cuobian.Places;
using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Geometries;

namespace Cuobian.Tests.Places;

/// <summary>Every point has exactly one grid, and it is the one that anybody would find by trying all.</summary>
public sealed class GridIndexTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    [Fact]
    public void Every_point_of_a_subdivided_town_lies_in_the_grid_that_covers_it() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var mesh = Mesh(random);
        var index = IndexOf(mesh);
        return Enumerable.Range(0, 50).All(_ =>
        {
            var point = new GeoPoint(24 + random.NextDouble(), 117 + random.NextDouble());
            var covering = Naive(mesh, point);
            return covering.Count >= 1 && index.Locate(point) is { Meters: 0 } found && found.Cell.Grid.Code == covering[0];
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_point_on_a_border_belongs_to_the_lowest_code_whatever_the_order() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var mesh = Mesh(random);
        var index = IndexOf(mesh);
        var shuffled = IndexOf([.. mesh.OrderBy(_ => random.Next())]);
        return mesh.SelectMany(m => m.Shape.Coordinates).All(corner =>
        {
            var point = new GeoPoint(corner.Y, corner.X);
            var lowest = Naive(mesh, point)[0];
            return index.Locate(point) is { Meters: 0 } found && found.Cell.Grid.Code == lowest
                && shuffled.Locate(point)!.Value.Cell.Grid.Code == lowest;
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_point_outside_belongs_to_the_nearest_grid_within_fifty_metres()
    {
        var index = IndexOf([("001", Box(117, 24, 117.01, 24.01)), ("002", Box(117.011, 24, 117.02, 24.01))]);
        var north = 49.9 / LocalMetres.PerDegree;
        Assert.Equal(49.9, index.Locate(new GeoPoint(24.01 + north, 117.005))!.Value.Meters, 1e-3);
        Assert.Null(index.Locate(new GeoPoint(24.01 + north * 1.01, 117.005)));
        // A degree of longitude is shorter than one of latitude: the same degrees east are fewer metres.
        var east = index.Locate(new GeoPoint(24.005, 117.02 + north))!.Value;
        Assert.Equal(49.9 * Math.Cos(24.005 * Math.PI / 180), east.Meters, 1e-2);
        Assert.Equal("002", east.Cell.Grid.Code);
        Assert.Equal("001", index.Locate(new GeoPoint(24.005, 117.0104))!.Value.Cell.Grid.Code);
        Assert.Equal("002", index.Locate(new GeoPoint(24.005, 117.0107))!.Value.Cell.Grid.Code);
    }

    [Fact]
    public void The_nearest_grid_agrees_with_a_naive_scan() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var index = IndexOf([("001", Box(117, 24, 117.01, 24.01)), ("002", Box(117.0105, 24, 117.02, 24.01)), ("003", Box(117, 24.0105, 117.02, 24.02))]);
        var point = new GeoPoint(23.9985 + random.NextDouble() * 0.024, 116.9985 + random.NextDouble() * 0.024);
        var naive = index.Below("").Select(c => (c.Grid.Code, Meters: c.Covers(point.Lon, point.Lat) ? 0 : c.MetersTo(point.Lon, point.Lat)))
            .Where(c => c.Meters <= 50).OrderBy(c => c.Meters).ThenBy(c => c.Code, StringComparer.Ordinal).ToList();
        return index.Locate(point) is { } found ? found.Cell.Grid.Code == naive[0].Code && found.Meters == naive[0].Meters : naive.Count == 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Holes_and_parts_are_respected()
    {
        var holed = GeometryFactory.Default.CreatePolygon(Box(117, 24, 117.1, 24.1).Shell, [Box(117.04, 24.04, 117.06, 24.06).Shell]);
        var twoParts = GeometryFactory.Default.CreateMultiPolygon([Box(118, 24, 118.1, 24.1), Box(118.2, 24, 118.3, 24.1)]);
        var index = IndexOf([("001", holed), ("002", twoParts)]);
        Assert.Null(index.Locate(new GeoPoint(24.05, 117.05)));
        Assert.Equal("001", index.Locate(new GeoPoint(24.04, 117.05))!.Value.Cell.Grid.Code);
        Assert.Equal("002", index.Locate(new GeoPoint(24.05, 118.05))!.Value.Cell.Grid.Code);
        Assert.Equal("002", index.Locate(new GeoPoint(24.05, 118.25))!.Value.Cell.Grid.Code);
        Assert.Null(index.Locate(new GeoPoint(24.05, 118.15)));
        Assert.Equal(2, index.Below("001").Single().Shape.Rings.Count);
    }

    [Fact]
    public void Grids_are_found_by_prefix_in_the_order_of_their_codes()
    {
        var index = IndexOf([("203", Box(2, 0, 3, 1)), ("102", Box(0, 0, 1, 1)), ("201", Box(1, 0, 2, 1))]);
        Assert.Equal(["201", "203"], index.Below("2").Select(c => c.Grid.Code));
        Assert.Equal(["102", "201", "203"], index.Below("").Select(c => c.Grid.Code));
        Assert.Empty(index.Below("3"));
        Assert.Empty(IndexOf([]).Below(""));
        Assert.Null(IndexOf([]).Locate(new GeoPoint(0, 0)));
    }

    [Fact]
    public void Many_threads_get_the_same_answers()
    {
        var random = new Random(7);
        var mesh = Mesh(random);
        var index = IndexOf(mesh);
        var points = Enumerable.Range(0, 2000).Select(_ => new GeoPoint(24 + random.NextDouble(), 117 + random.NextDouble())).ToList();
        var expected = points.Select(p => index.Locate(p)!.Value.Cell.Grid.Code).ToList();
        Assert.Equal(expected, points.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(p => index.Locate(p)!.Value.Cell.Grid.Code));
    }

    /// <summary>The square from 117, 24 to 118, 25 cut into slanting quadrilaterals that share their corners exactly.</summary>
    private static List<(string Code, Geometry Shape)> Mesh(Random random)
    {
        int columns = random.Next(1, 9), rows = random.Next(1, 9);
        var corners = new Coordinate[columns + 1, rows + 1];
        for (var x = 0; x <= columns; x++)
            for (var y = 0; y <= rows; y++)
                corners[x, y] = new Coordinate(117 + (x + Jitter(random, x, columns)) / columns, 24 + (y + Jitter(random, y, rows)) / rows);
        var codes = Enumerable.Range(1, columns * rows).OrderBy(_ => random.Next()).ToArray();
        return [.. from x in Enumerable.Range(0, columns)
                   from y in Enumerable.Range(0, rows)
                   let ring = new[] { corners[x, y], corners[x + 1, y], corners[x + 1, y + 1], corners[x, y + 1], corners[x, y] }
                   select ($"{codes[x * rows + y]:000}", (Geometry)GeometryFactory.Default.CreatePolygon([.. ring.Select(c => c.Copy())]))];
    }

    private static double Jitter(Random random, int at, int last) => at == 0 || at == last ? 0 : random.NextDouble() * 0.5 - 0.25;

    private static List<string> Naive(List<(string Code, Geometry Shape)> mesh, GeoPoint point) =>
        [.. mesh.Where(m => m.Shape.Covers(GeometryFactory.Default.CreatePoint(new Coordinate(point.Lon, point.Lat)))).Select(m => m.Code).Order(StringComparer.Ordinal)];

    private static GridIndex IndexOf(IEnumerable<(string Code, Geometry Shape)> grids) => new(grids.Select(g => new GridCell(g.Code, g.Code, g.Shape)));

    private static Polygon Box(double west, double south, double east, double north) => GeometryFactory.Default.CreatePolygon(
        [new Coordinate(west, south), new Coordinate(east, south), new Coordinate(east, north), new Coordinate(west, north), new Coordinate(west, south)]);
}
