using System.Text.Json;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places;
using Cuobian.Places.Contracts;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Cuobian.Tests.Places.Town;

namespace Cuobian.Tests.Places;

/// <summary>Grids are split and merged in one step, and what they were can always be read.</summary>
public sealed class SplitAndMergeTests
{
    [Fact]
    public async Task A_split_grid_ends_and_its_parts_take_its_ground()
    {
        await using var app = await Settled();
        app.Clock.Advance(TimeSpan.FromDays(1));
        var outcome = await Split(app, One + "001", (One + "003", Box(0, 0, 1, 2)), (One + "004", Box(1, 0, 1, 2)));
        Assert.Equal([One + "003", One + "004"], outcome!.Successors);

        var places = app.Services.GetRequiredService<IPlaces>();
        Assert.Equal(One + "003", places.Locate(new GeoPoint(Lat(1), Lon(0.5)))!.Grid.Code);
        Assert.Equal(One + "004", places.Locate(new GeoPoint(Lat(1), Lon(1.5)))!.Grid.Code);
        Assert.Null(places.Find(One + "001"));
        Assert.Equal("井边一网格", places.Recall(One + "001")!.Name);
        Assert.Equal("井边一网格", places.Path(One + "001")[^1].Name);

        await app.InScope(async scope =>
        {
            var db = scope.GetRequiredService<CuobianDb>();
            var old = await db.Set<Grid>().SingleAsync(g => g.Code == One + "001");
            Assert.Equal(app.Clock.GetUtcNow(), old.ValidTo);
            var successors = await db.Set<Succession>().Where(l => l.Predecessor == old.Id).Select(l => l.Successor).ToListAsync();
            Assert.Equal([One + "003", One + "004"], await db.Set<Grid>().Where(g => successors.Contains(g.Id)).OrderBy(g => g.Code).Select(g => g.Code).ToListAsync());
            return true;
        });
    }

    [Fact]
    public async Task Merged_grids_end_and_the_new_one_covers_both()
    {
        await using var app = await Settled();
        var outcome = await Merge(app, One + "005", One + "002", One + "001");
        Assert.Equal([One + "001", One + "002"], outcome.Predecessors);
        var places = app.Services.GetRequiredService<IPlaces>();
        Assert.Equal([One + "005"], places.Below(One).Select(a => a.Code));
        Assert.Equal(One + "005", places.Locate(new GeoPoint(Lat(1), Lon(2)))!.Grid.Code);
        Assert.Equal(2, await app.InScope(scope => scope.GetRequiredService<CuobianDb>().Set<Succession>().CountAsync()));
    }

    [Fact]
    public async Task A_code_that_was_used_is_not_used_again()
    {
        await using var app = await Settled();
        await Split(app, One + "001", (One + "003", Box(0, 0, 1, 2)), (One + "004", Box(1, 0, 1, 2)));
        Assert.Equal("places.grid_used", await Fault(Merge(app, One + "001", One + "003", One + "004")));
        Assert.Equal("places.grid_used", await Fault(Split(app, One + "003", (One + "001", Box(0, 0, 1, 1)), (One + "006", Box(0, 1, 1, 1)))));
        Assert.Equal("places.grid_ended", await Fault(app.TakeGrids(Collection(Feature(One + "001", Polygon(Box(9, 9, 1, 1)))))));
    }

    [Fact]
    public async Task Parts_must_cover_the_grid_exactly()
    {
        await using var app = await Settled();
        Assert.Equal("places.split_gap", await Fault(Split(app, One + "001", (One + "003", Box(0, 0, 1, 2)), (One + "004", Box(1, 0, 1, 1.9)))));
        Assert.Equal("places.split_outside", await Fault(Split(app, One + "001", (One + "003", Box(0, 0, 1, 2)), (One + "004", Box(1, 0, 1, 2.1)))));
        Assert.Equal("places.overlap", await Fault(Split(app, One + "001", (One + "003", Box(0, 0, 1.1, 2)), (One + "004", Box(1, 0, 1, 2)))));
        Assert.Equal("places.split_parts", await Fault(Split(app, One + "001", (One + "003", Box(0, 0, 2, 2)))));
        Assert.Equal("places.other_community", await Fault(Split(app, One + "001", (One + "003", Box(0, 0, 1, 2)), (Two + "004", Box(1, 0, 1, 2)))));
        Assert.Equal("places.code_duplicate_feature", await Fault(Split(app, One + "001", (One + "003", Box(0, 0, 1, 2)), (One + "003", Box(1, 0, 1, 2)))));
        Assert.Equal("places.grid_code", await Fault(Split(app, One + "001", (One + "003", Box(0, 0, 1, 2)), (One + "900", Box(1, 0, 1, 2)))));
        Assert.Equal("places.ring_open", await Fault(Split(app, One + "001", (One + "003", Box(0, 0, 1, 2)), (One + "004", Ring((1, 0), (2, 0), (2, 2), (1, 2))))));
        Assert.Null(await Split(app, One + "009", (One + "003", Box(0, 0, 1, 2)), (One + "004", Box(1, 0, 1, 2))));
        Assert.Equal([One + "001", One + "002"], app.Services.GetRequiredService<IPlaces>().Below(One).Select(a => a.Code));
    }

    [Fact]
    public async Task Only_neighbours_of_one_community_are_merged()
    {
        await using var app = await Settled();
        await app.TakeGrids(Collection(Feature(One + "003", Polygon(Box(8, 0, 1, 1))), Feature(Two + "001", Polygon(Box(4, 0, 2, 2)))));
        Assert.Equal("places.merge_apart", (await Assert.ThrowsAsync<Refused>(() => Merge(app, One + "004", One + "001", One + "003"))).Code);
        Assert.Equal("places.other_community", await Fault(Merge(app, One + "004", One + "002", Two + "001")));
        Assert.Equal("places.merge_parts", await Fault(Merge(app, One + "004", One + "001", One + "001")));
        Assert.Equal("places.grid_unknown", await Fault(Merge(app, One + "004", One + "001", One + "007")));
    }

    [Fact]
    public void Others_hear_once_that_a_grid_was_replaced()
    {
        var grid = new Grid(Guid.NewGuid(), One + "001", "甲", Shape(Box(0, 0, 2, 2)), TestClock.Start);
        var next = new Grid(Guid.NewGuid(), One + "002", "乙", Shape(Box(0, 0, 2, 2)), TestClock.Start);
        var redrawn = new Grid(Guid.NewGuid(), One + "002", "乙", Shape(Box(0, 0, 1, 2)), TestClock.Start);
        Assert.Single(grid.ReplaceBy([next], TestClock.Start));
        var told = Assert.IsType<GridReplaced>(Assert.Single(grid.Raised).Event);
        Assert.Equal((One + "001", One + "002"), (told.Code, Assert.Single(told.Successors)));
        Assert.Equal("places.grid_ended", Assert.Throws<Refused>(() => grid.ReplaceBy([next], TestClock.Start)).Code);
        Assert.Single(next.ReplaceBy([redrawn], TestClock.Start));
        Assert.Empty(next.Raised);
    }

    [Fact]
    public async Task A_node_notices_what_another_changed()
    {
        await using var app = await Settled();
        var map = app.Services.GetRequiredService<PlacesMap>();
        var watch = ActivatorUtilities.CreateInstance<WatchPlaces>(app.Services);
        Assert.False(await watch.Look(TestContext.Current.CancellationToken));
        await app.InScope(async scope =>
        {
            var db = scope.GetRequiredService<CuobianDb>();
            return await db.InOneTransaction(async () =>
            {
                await db.NextPlacesEdition(TestContext.Current.CancellationToken);
                return await db.Set<AreaVersion>().Where(a => a.Code == One).ExecuteUpdateAsync(set => set.SetProperty(a => a.Name, "水井社区"));
            }, TestContext.Current.CancellationToken);
        });
        Assert.Equal("井边社区", map.Find(One)!.Name);
        Assert.True(await watch.Look(TestContext.Current.CancellationToken));
        Assert.Equal("水井社区", map.Find(One)!.Name);
    }

    private static Task<SplitGrid.Outcome?> Split(CuobianApp app, string code, params (string Code, string Ring)[] parts)
    {
        var form = new SplitGrid.Form
        {
            Parts = [.. parts.Select(p => new SplitGrid.Part { Code = p.Code, Name = "新网格", Geometry = JsonDocument.Parse(Polygon(p.Ring)).RootElement })],
        };
        return app.InScope(scope => scope.GetRequiredService<SplitGrid>().Run(code, form, TestContext.Current.CancellationToken));
    }

    private static Task<MergeGrids.Outcome> Merge(CuobianApp app, string code, params string[] codes) => app.InScope(scope =>
        scope.GetRequiredService<MergeGrids>().Run(new MergeGrids.Form { Codes = codes, Code = code, Name = "合并网格" }, TestContext.Current.CancellationToken));

    private static NetTopologySuite.Geometries.Geometry Shape(string ring) =>
        GeoJson.ReadShape(JsonDocument.Parse(Polygon(ring)).RootElement, "", Crs.Wgs84, [])!;

    private static async Task<string> Fault(Task act) => Assert.Single((await Assert.ThrowsAsync<Invalid>(() => act)).Faults).Code;
}
