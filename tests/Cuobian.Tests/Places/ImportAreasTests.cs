using System.Text;
using Cuobian.Data;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Cuobian.Places;
using Cuobian.Places.Contracts;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Places;

/// <summary>The area tree comes from files, whole or not at all, and remembers what was.</summary>
public sealed class ImportAreasTests
{
    [Fact]
    public async Task Both_real_files_import_whole_and_stand_side_by_side()
    {
        await using var app = await CuobianApp.Start();
        var zhangzhou = await app.TakeAreas(await Real("areas-zhangzhou.csv"));
        Assert.Equal((11, 146, 2135), (zhangzhou.Listed[AreaLevel.County], zhangzhou.Listed[AreaLevel.Township], zhangzhou.Listed[AreaLevel.Community]));
        var quanzhou = await app.TakeAreas(await Real("areas-quanzhou.csv"));
        Assert.Equal((12, 175, 2573), (quanzhou.Listed[AreaLevel.County], quanzhou.Listed[AreaLevel.Township], quanzhou.Listed[AreaLevel.Community]));
        Assert.Equal((0, 1), (quanzhou.Ended, quanzhou.Unchanged));

        var places = app.Services.GetRequiredService<IPlaces>();
        Assert.Equal(11, places.Below("3506").Count);
        Assert.Equal(12, places.Below("3505").Count);
        Assert.Equal("福建省", Assert.Single(places.Below("")).Name);
        Assert.Equal(["福建省", "漳州市", "芗城区"], places.Path("350602").Select(a => a.Name));

        var again = await app.TakeAreas(await Real("areas-zhangzhou.csv"));
        Assert.Equal((0, 0, 0), (again.Added, again.Renamed, again.Ended));
    }

    [Fact]
    public async Task Every_bad_line_is_named_and_nothing_is_stored()
    {
        await using var app = await CuobianApp.Start();
        var invalid = await Assert.ThrowsAsync<Invalid>(() => app.TakeAreas("""
            code,name,level,parent
            35,福建省,province,
            3599,厝边市,city,35
            3599,厝边市,city,35
            ,无码县,county,3599
            35990,短码县,county,3599
            359902,,county,3599
            359903,错级县,shire,3599
            359904,错父县,county,3506
            359905001,孤儿镇,township,359905
            359906000000,补零县,county,3599
            359999001002,好村,village,359999001
            """));
        Assert.Equal(
            [
                ("lines[4].code", "places.code_duplicate"),
                ("lines[5].code", "required"),
                ("lines[6].code", "places.code_digits"),
                ("lines[7].name", "required"),
                ("lines[8].level", "places.level_unknown"),
                ("lines[9].parent", "places.parent_wrong"),
                ("lines[10].parent", "places.parent_unknown"),
                ("lines[11].code", "places.code_digits"),
                ("lines[12].parent", "places.parent_unknown"),
            ],
            invalid.Faults.Select(f => (f.Field, f.Code)));
        Assert.Empty(app.Services.GetRequiredService<IPlaces>().Below(""));
        Assert.Equal(0, await Count(app));
    }

    [Theory]
    [InlineData("", "sheet_empty")]
    [InlineData("code,name,level,parent\n", "sheet_empty")]
    [InlineData("code,name\n35,福建省\n", "sheet_columns_missing")]
    [InlineData("code,name,level,parent\n35,福建省,province,,a,b\n", "sheet_row_strays")]
    [InlineData("code,name,level,parent\n35,\"福建省,province,\n", "sheet_not_csv")]
    public async Task A_file_without_data_or_columns_is_refused(string csv, string code)
    {
        await using var app = await CuobianApp.Start();
        var invalid = await Assert.ThrowsAsync<Invalid>(() => app.TakeAreas(csv));
        Assert.Equal(code, Assert.Single(invalid.Faults).Code);
    }

    [Fact]
    public async Task A_file_saved_on_Chinese_Windows_and_a_workbook_are_understood()
    {
        await using var app = await CuobianApp.Start();
        using var gbk = new MemoryStream([.. "code,name,level,parent\n35,"u8, 0xB8, 0xA3, 0xBD, 0xA8, .. ",province,\n"u8]);
        await app.InScope(scope => scope.GetRequiredService<ImportAreas>().Run(gbk, new(), TestContext.Current.CancellationToken));
        Assert.Equal("福建", app.Services.GetRequiredService<IPlaces>().Find("35")!.Name);
        using var book = new MemoryStream();
        SheetWriter.Xlsx(book, "areas", ["code", "name", "level", "parent"], [["35", "福建省", "province", null], [3599, "厝边市", "city", 35]]);
        book.Position = 0;
        var taken = await app.InScope(scope => scope.GetRequiredService<ImportAreas>().Run(book, new(), TestContext.Current.CancellationToken));
        Assert.Equal((1, 1), (taken.Added, taken.Renamed));
    }

    [Fact]
    public async Task A_byte_order_mark_capitals_and_spaces_do_no_harm()
    {
        await using var app = await CuobianApp.Start();
        var outcome = await app.TakeAreas("\uFEFFCode, Name ,LEVEL,parent\r\n35, 福建省 ,Province,\r\n\r\n3599,\"厝边市\",city,35\r\n");
        Assert.Equal(2, outcome.Added);
        Assert.Equal("福建省", app.Services.GetRequiredService<IPlaces>().Find("35")!.Name);
    }

    [Fact]
    public async Task A_newer_file_renames_ends_and_names_successors_and_history_stays()
    {
        await using var app = await CuobianApp.Start();
        await app.TakeAreas(Town.Areas + "\n359902001003,老街社区,village,359902001");
        app.Clock.Advance(TimeSpan.FromDays(1));
        var newer = """
            code,name,level,parent,successor
            35,福建省,province,,
            3599,厝边市,city,35,
            359902,桥头区,county,3599,
            359902001,西市街道,township,359902,
            359902001001,井边社区,village,359902001,
            359902001003,老街社区,village,359902001,359902001001
            """;
        var dry = await app.TakeAreas(newer, new(DryRun: true));
        Assert.Equal((0, 1, 2, 4), (dry.Added, dry.Renamed, dry.Ended, dry.Unchanged));
        Assert.Equal("西市场", app.Services.GetRequiredService<IPlaces>().Find("359902001")!.Name);

        var outcome = await app.TakeAreas(newer);
        Assert.Equal((0, 1, 2, 4), (outcome.Added, outcome.Renamed, outcome.Ended, outcome.Unchanged));
        var places = app.Services.GetRequiredService<IPlaces>();
        Assert.Equal("西市街道", places.Find("359902001")!.Name);
        Assert.Null(places.Find(Town.Two));
        Assert.Equal("榕树社区", places.Recall(Town.Two)!.Name);
        Assert.Equal([Town.One], places.Below("359902001").Select(a => a.Code));
        Assert.Equal("榕树社区", places.Path(Town.Two)[^1].Name);

        var history = await app.InScope(scope => scope.GetRequiredService<CuobianDb>().Set<AreaVersion>().Where(a => a.ValidTo != null).ToListAsync());
        Assert.Equal([("359902001", (string?)null), (Town.Two, null), ("359902001003", Town.One)],
            history.OrderBy(a => a.Code, StringComparer.Ordinal).Select(a => (a.Code, a.Successor)));
        Assert.All(history, a => Assert.Equal(app.Clock.GetUtcNow(), a.ValidTo));
    }

    [Fact]
    public async Task A_few_lines_alone_end_nothing_and_missing_codes_can_be_kept()
    {
        await using var app = await CuobianApp.Start();
        await app.TakeAreas(Town.Areas);
        var few = await app.TakeAreas("code,name,level,parent\n359902001004,新一社区,village,359902001\n359902001005,新二社区,village,359902001");
        Assert.Equal((2, 0), (few.Added, few.Ended));
        var kept = await app.TakeAreas(Town.Areas, new(KeepMissing: true));
        Assert.Equal(0, kept.Ended);
        var whole = await app.TakeAreas(Town.Areas);
        Assert.Equal(2, whole.Ended);
    }

    [Fact]
    public async Task A_community_that_ends_with_grids_in_it_is_told()
    {
        await using var app = await Town.Settled();
        var outcome = await app.TakeAreas($"code,name,level,parent,successor\n{Town.One},井边社区,village,359902001,{Town.Two}");
        Assert.Equal((Town.One, "places.ended_with_grids"), outcome.Warnings.Select(w => (w.Field, w.Code)).Single());
        Assert.Equal("井边社区", app.Services.GetRequiredService<IPlaces>().Path(Town.One + "001")[^2].Name);
    }

    [Fact]
    public async Task A_successor_must_live()
    {
        await using var app = await CuobianApp.Start();
        await app.TakeAreas(Town.Areas);
        var invalid = await Assert.ThrowsAsync<Invalid>(() => app.TakeAreas($"code,name,level,parent,successor\n{Town.Two},榕树社区,village,359902001,359902001009"));
        Assert.Equal("places.successor_unknown", Assert.Single(invalid.Faults).Code);
    }

    [Fact]
    public async Task Only_who_may_edit_the_places_may_import_them()
    {
        await using var app = await CuobianApp.Start();
        await app.TakeAreas(Town.Areas);
        var clerk = new Actor(Guid.NewGuid(), "clerk", null, [new Grant(PlacesPermissions.Edit, "359902001002")]);
        async Task Import(string csv, Actor actor) => await app.InScope(scope =>
            scope.GetRequiredService<ImportAreas>().Run(Town.AsFile(csv), new(KeepMissing: true), TestContext.Current.CancellationToken), actor);
        await Assert.ThrowsAsync<Denied>(() => Import(Town.Areas, Actor.Anonymous));
        await Assert.ThrowsAsync<Denied>(() => Import(Town.Areas.Replace("井边", "水井", StringComparison.Ordinal), clerk));
        await Import(Town.Areas.Replace("榕树", "大榕树", StringComparison.Ordinal), clerk);
        Assert.Equal("大榕树社区", app.Services.GetRequiredService<IPlaces>().Find(Town.Two)!.Name);
    }

    private static Task<string> Real(string file) => File.ReadAllTextAsync(Town.Shared("data/" + file), Encoding.UTF8, TestContext.Current.CancellationToken);

    private static Task<int> Count(CuobianApp app) => app.InScope(scope => scope.GetRequiredService<CuobianDb>().Set<AreaVersion>().CountAsync());
}
