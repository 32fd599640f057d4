using System.Text.RegularExpressions;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Cuobian.Web.Components;
using Cuobian.Web.Pages;

namespace Cuobian.Tests.Web;

/// <summary>The drawn map is true to the ground and small.</summary>
public sealed partial class MapSheetTests
{
    [Fact]
    public void A_town_fills_its_sheet_in_whole_numbers()
    {
        var sheet = MapSheet.Of(SampleTown.Grids);
        Assert.Equal(1000, Math.Max(sheet.Width, sheet.Height));
        var paths = SampleTown.Grids.Select(sheet.Path).ToList();
        Assert.All(paths, path => Assert.Matches(PathForm(), path!));
        Assert.True(paths.Average(path => path!.Length) < 45);
        Assert.All(SampleTown.Grids.SelectMany(g => g.Rings[0]), p =>
        {
            Assert.InRange(sheet.X(p.Lon), 0, sheet.Width);
            Assert.InRange(sheet.Y(p.Lat), 0, sheet.Height);
        });
    }

    [Fact]
    public void North_is_up_and_a_metre_east_is_as_long_as_a_metre_north()
    {
        var sheet = MapSheet.Around(SampleTown.Middle, 500);
        Assert.Equal((500, 500), (sheet.X(SampleTown.Middle.Lon), sheet.Y(SampleTown.Middle.Lat)));
        var (north, east) = (SampleTown.Middle.Lat + 250 / 111_320.0, SampleTown.Middle.Lon + 250 / (111_320.0 * Math.Cos(SampleTown.Middle.Lat * Math.PI / 180)));
        Assert.Equal(250, sheet.Y(north));
        Assert.Equal(750, sheet.X(east));
    }

    [Fact]
    public void What_lies_off_the_sheet_or_is_too_small_to_see_is_not_drawn()
    {
        var near = MapSheet.Around(SampleTown.Middle, 200);
        var drawn = SampleTown.Grids.Count(g => near.Path(g) is not null);
        Assert.InRange(drawn, 1, SampleTown.Grids.Count / 2);
        var speck = new GridShape("350602001101001", "speck", [[SampleTown.Middle, SampleTown.Middle with { Lat = SampleTown.Middle.Lat + 1e-9 }, SampleTown.Middle]]);
        Assert.Null(near.Path(speck));
    }

    [Fact]
    public void A_hole_is_drawn_as_a_second_ring()
    {
        GeoPoint[] outer = [new(24, 117), new(24, 118), new(25, 118), new(25, 117), new(24, 117)];
        GeoPoint[] hole = [new(24.4, 117.4), new(24.4, 117.6), new(24.6, 117.6), new(24.4, 117.4)];
        GridShape[] shapes = [new("350602001101001", "ring", [outer, hole])];
        Assert.Equal(2, MapSheet.Of(shapes).Path(shapes[0])!.Count(c => c == 'M'));
    }

    [Fact]
    public void A_map_without_grids_is_an_empty_sheet() => Assert.True(MapSheet.Of([]).Width > 0);

    [GeneratedRegex(@"^M-?\d+ -?\d+l-?\d+(?:[ -]\d+| -\d+)+z$|^(M[\d -]+l[\d -]+z)+$")]
    private static partial Regex PathForm();
}
