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

/// <summary>Grid borders are checked before they are taken: what is wrong is refused whole, what is odd is told.</summary>
public sealed class ImportGridsTests
{
    [Fact]
    public async Task Good_grids_are_taken_and_found_at_once()
    {
        await using var app = await Settled();
        var places = app.Services.GetRequiredService<IPlaces>();
        Assert.Equal(One + "001", places.Locate(new GeoPoint(Lat(1), Lon(1)))!.Grid.Code);
        Assert.Equal(new Located(new Area(One + "001", "井边一网格", AreaLevel.Grid, One), 0), places.Locate(new GeoPoint(Lat(1), Lon(2))));
        Assert.Equal([One + "001", One + "002"], places.Below(One).Select(a => a.Code));
        Assert.Equal(["福建省", "厝边市", "桥头区", "西市场", "井边社区", "井边一网格"], places.Path(One + "001").Select(a => a.Name));
        Assert.Equal([One + "001", One + "002"], places.Shapes("3599").Select(s => s.Code));
        Assert.Equal(new GeoPoint(Lat(0), Lon(0)), places.Shapes(One + "001").Single().Rings[0][0]);
    }

    [Fact]
    public async Task Gaps_and_what_reaches_outside_are_told_but_allowed()
    {
        await using var app = await CuobianApp.Start();
        await app.TakeAreas(Areas);
        await app.TakeOutlines(Collection(Feature(One, Polygon(Box(0, 0, 4, 2)))));
        var outcome = await app.TakeGrids(Collection(
            Feature(One + "001", Polygon(Box(0, 0, 2, 2))),
            Feature(One + "002", Polygon(Box(2.5, 0, 2, 2)))));
        Assert.Equal(2, outcome.Added);
        Assert.Equal([("features[1].geometry", "places.outside"), (One, "places.gap")], outcome.Warnings.Select(w => (w.Field, w.Code)));
        Assert.All(outcome.Warnings, w => Assert.Contains(One, w.Message, StringComparison.Ordinal));
        // Half a step by two steps: about 50.6 by 222.4 metres.
        Assert.Contains("1125", outcome.Warnings[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_outline_a_gap_is_what_the_grids_enclose()
    {
        await using var app = await CuobianApp.Start();
        await app.TakeAreas(Areas);
        var outcome = await app.TakeGrids(Collection(
            Feature(One + "001", Polygon(Box(0, 0, 3, 1))), Feature(One + "002", Polygon(Box(0, 2, 3, 1))),
            Feature(One + "003", Polygon(Box(0, 1, 1, 1))), Feature(One + "901", Polygon(Box(2, 1, 1, 1)))));
        Assert.Equal("places.gap", Assert.Single(outcome.Warnings).Code);
        var filled = await app.TakeGrids(Collection(Feature(One + "902", Polygon(Box(1, 1, 1, 1)))));
        Assert.Empty(filled.Warnings);
    }

    [Fact]
    public async Task New_grids_may_not_lie_on_those_that_stay()
    {
        await using var app = await Settled();
        var invalid = await Assert.ThrowsAsync<Invalid>(() => app.TakeGrids(Collection(Feature(Two + "001", Polygon(Box(3, 0, 2, 2))))));
        var fault = Assert.Single(invalid.Faults);
        Assert.Equal(("places.overlap", "features[0].geometry"), (fault.Code, fault.Field));
        Assert.Equal([Two + "001", One + "002"], fault.Details.Take(2));
    }

    [Fact]
    public async Task A_hair_of_overlap_is_forgiven()
    {
        await using var app = await CuobianApp.Start();
        await app.TakeAreas(Areas);
        // Two steps long and a ten-thousandth of a step wide: 2.2 square metres.
        var json = Collection(Feature(One + "001", Polygon(Box(0, 0, 2, 2))), Feature(One + "002", Polygon(Box(1.9999, 0, 2, 2))));
        Assert.Equal(2, (await app.TakeGrids(json, new(DryRun: true))).Added);
        await Assert.ThrowsAsync<Invalid>(() => app.TakeGrids(json, new(Tolerance: 1)));
    }

    [Fact]
    public async Task A_redrawn_border_keeps_the_old_one_as_history()
    {
        await using var app = await Settled();
        app.Clock.Advance(TimeSpan.FromDays(1));
        var same = await app.TakeGrids(TwoGrids);
        Assert.Equal((0, 0, 2), (same.Added, same.Redrawn, same.Unchanged));
        var outcome = await app.TakeGrids(Collection(Feature(One + "001", Polygon(Box(0, 0, 2, 1)), "井边一网格")));
        Assert.Equal((0, 1, 0), (outcome.Added, outcome.Redrawn, outcome.Unchanged));
        Assert.Null(app.Services.GetRequiredService<IPlaces>().Locate(new GeoPoint(Lat(1.6), Lon(1))));

        var versions = await app.InScope(scope => scope.GetRequiredService<CuobianDb>().Set<Grid>().Where(g => g.Code == One + "001").OrderBy(g => g.ValidFrom).ToListAsync());
        var link = await app.InScope(scope => scope.GetRequiredService<CuobianDb>().Set<Succession>().SingleAsync());
        Assert.Equal((versions[0].Id, versions[1].Id), (link.Predecessor, link.Successor));
        Assert.Equal(versions[0].ValidTo, versions[1].ValidFrom);
        Assert.Null(versions[1].ValidTo);
    }

    [Fact]
    public async Task Ground_that_moves_during_the_check_refuses_the_import()
    {
        await using var app = await CuobianApp.Start();
        await app.TakeAreas(Areas);
        var meddler = new Meddler(() => app.TakeAreas(Areas.Replace("井边", "水井", StringComparison.Ordinal)));
        var no = await Assert.ThrowsAsync<Refused>(() => app.InScope(scope =>
            scope.GetRequiredService<ImportGrids>().Run(AsFile(TwoGrids), new(), meddler, TestContext.Current.CancellationToken)));
        Assert.Equal("changed_meanwhile", no.Code);
        Assert.Equal(2, (await app.TakeGrids(TwoGrids)).Added);
    }

    /// <summary>Does something else when the import first tells how far it is.</summary>
    private sealed class Meddler(Func<Task> act) : IProgress<Step>
    {
        private bool done;

        public void Report(Step value)
        {
            if (done) return;
            done = true;
            Task.Run(act).Wait();
        }
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        await using var app = await CuobianApp.Start();
        await app.TakeAreas(Areas);
        Assert.True((await app.TakeGrids(TwoGrids, new(DryRun: true))).DryRun);
        Assert.Empty(app.Services.GetRequiredService<IPlaces>().Below(One));
    }

    [Fact]
    public async Task A_file_in_the_shifted_system_is_converted()
    {
        await using var app = await CuobianApp.Start();
        await app.TakeAreas(Areas);
        await app.TakeGrids(TwoGrids, new(Crs.Gcj02));
        var places = app.Services.GetRequiredService<IPlaces>();
        Assert.Equal(One + "001", places.Locate(Coordinates.FromGcj02(new GeoPoint(Lat(0.1), Lon(0.1))))!.Grid.Code);
        Assert.Null(places.Locate(new GeoPoint(Lat(0.1), Lon(4))));
    }

    [Fact]
    public async Task The_real_county_borders_import_as_outlines()
    {
        await using var app = await CuobianApp.Start();
        await app.TakeAreas(await File.ReadAllTextAsync(Shared("data/areas-zhangzhou.csv"), TestContext.Current.CancellationToken));
        var json = await File.ReadAllTextAsync(Shared("data/zhangzhou-counties-wgs84.geojson"), TestContext.Current.CancellationToken);
        var features = JsonDocument.Parse(json).RootElement.GetProperty("features").GetArrayLength();
        var outcome = await app.TakeOutlines(json);
        Assert.Equal(features, outcome.Added);
        Assert.All(outcome.Warnings, w => Assert.Equal("places.outline_mended", w.Code));
        Assert.Equal(features, (await app.TakeOutlines(json)).Unchanged);
        var shifted = await app.TakeOutlines(await File.ReadAllTextAsync(Shared("data/zhangzhou-counties.geojson"), TestContext.Current.CancellationToken), new(Crs.Gcj02));
        Assert.Equal(features, shifted.Redrawn + shifted.Unchanged);
    }

    [Fact]
    public async Task An_outline_of_an_unknown_area_is_told_and_a_bad_one_refused()
    {
        await using var app = await CuobianApp.Start();
        Assert.Equal("places.outline_unknown_area", Assert.Single((await app.TakeOutlines(Collection(Feature("350602000000", Polygon(Box(0, 0, 4, 2)))))).Warnings).Code);
        var invalid = await Assert.ThrowsAsync<Invalid>(() => app.TakeOutlines(Collection(
            Feature("35060", Polygon(Box(0, 0, 4, 2))), Feature("350602", Polygon(Ring((0, 0), (2, 2), (2, 0), (0, 2), (0, 0)))))));
        Assert.Equal(["places.code_malformed", "places.self_crossing"], invalid.Faults.Select(f => f.Code));
    }
}
