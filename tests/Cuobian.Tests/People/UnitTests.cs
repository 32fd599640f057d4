using Cuobian.Kernel;
using Cuobian.People;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Cuobian.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People;

/// <summary>Which unit serves a place: asked of the 198 units of the demonstration city.</summary>
public sealed class UnitTests
{
    [Fact]
    public async Task The_nearest_unit_is_the_one_with_the_longest_area_around_the_place()
    {
        await using var app = await WithUnits();
        var units = app.Services.GetRequiredService<IUnits>();
        foreach (var type in units.Types)
            foreach (var area in Places())
            {
                var expected = SeedData.DemoUnits().Where(u => u.Type == type.Code && area.StartsWith(u.Area, StringComparison.Ordinal))
                    .OrderByDescending(u => u.Area.Length).FirstOrDefault();
                Assert.Equal(expected?.Code, units.Nearest(type.Code, area)?.Code);
            }
    }

    [Fact]
    public async Task Public_parts_belong_to_the_county_then_to_the_city_then_to_those_below()
    {
        await using var app = await WithUnits();
        var units = app.Services.GetRequiredService<IUnits>();
        Assert.Equal("359902000000-CG", units.Owner("CG", "359902001001")?.Code);
        Assert.Equal("359900000000-YZ", units.Owner("YZ", "359902001001")?.Code);
        Assert.Equal("359902001000-JD", units.Owner("JD", "359902001001")?.Code);
        Assert.Equal("359902001001-WY", units.Owner("WY", "359902001001007")?.Code);
        Assert.Null(units.Owner("JD", "359902"));
        Assert.Null(units.Owner("CG", "350502"));
    }

    [Fact]
    public async Task Units_around_and_inside_an_area_serve_it()
    {
        await using var app = await WithUnits();
        var serving = app.Services.GetRequiredService<IUnits>().Serving("359902001");
        Assert.Contains(serving, u => u.Level == AreaLevel.City);
        Assert.Contains(serving, u => u.Code == "359902001001-SQ");
        Assert.DoesNotContain(serving, u => u.Area.StartsWith("359921", StringComparison.Ordinal) || u.Area == "359902002");
    }

    [Theory]
    [InlineData("")]
    [InlineData("3599")]
    [InlineData("359902001")]
    [InlineData("359902001001007")]
    [InlineData("36")]
    public async Task Units_serve_the_widest_first_and_whole_levels_only(string area)
    {
        await using var app = await WithUnits();
        var units = app.Services.GetRequiredService<IUnits>();
        var all = units.Serving("");
        var serving = units.Serving(area);
        Assert.Equal(all.Where(u => u.Area.StartsWith(area, StringComparison.Ordinal) || area.StartsWith(u.Area, StringComparison.Ordinal)).Select(u => u.Code).Order(), serving.Select(u => u.Code).Order());
        Assert.Equal(serving.Select(u => u.Area.Length).Order(), serving.Select(u => u.Area.Length));
        for (var most = 0; most <= serving.Count; most += 7)
        {
            var some = units.Serving(area, most);
            Assert.Equal(serving.Take(some.Count), some);
            Assert.True(some.Count <= most && (some.Count == serving.Count || some.Count + serving.Count(u => u.Area.Length == serving[some.Count].Area.Length) > most));
        }
    }

    [Fact]
    public async Task Every_category_that_somebody_owns_has_one_type_of_unit()
    {
        await using var app = await CuobianApp.Start();
        var units = app.Services.GetRequiredService<IUnits>();
        Assert.Equal(42, units.Types.Count);
        Assert.Equal("HW", units.TypeFor("0101"));
        Assert.Null(units.TypeFor("9999"));
        var owned = units.Types.SelectMany(t => t.Owns).ToList();
        Assert.Equal(owned.Count, owned.Distinct().Count());
    }

    [Fact]
    public async Task Adding_the_same_units_again_adds_nothing()
    {
        await using var app = await CuobianApp.Start();
        Assert.Equal(198, await app.AddDemoUnits());
        Assert.Equal(0, await app.AddDemoUnits());
    }

    [Fact]
    public async Task One_bad_unit_keeps_all_of_them_out()
    {
        await using var app = await CuobianApp.Start();
        AddUnits.NewUnit[] rows =
        [
            new("359902000000-CG", "榕城区城市管理局", "CG", "359902", null),
            new("359902001000-CG", "石鼓街道城市管理局", "CG", "35990200", "359902000000-CG"),
            new("359902001000-XX", "石鼓街道", "XX", "359902001", "nobody"),
            new("359902001000-YZ", "石鼓街道邮政管理局", "YZ", "359902001", null),
        ];
        var invalid = await Assert.ThrowsAsync<Invalid>(() => app.InScope(services =>
            services.GetRequiredService<AddUnits>().Run(new AddUnits.Form(rows, new DateOnly(2020, 1, 1)), TestContext.Current.CancellationToken)));
        Assert.Equal(
            [("units[1].area", "people.area_malformed"), ("units[2].type", "people.unit_type_unknown"), ("units[2].parent", "people.unit_unknown"), ("units[3].area", "people.unit_level_wrong")],
            invalid.Faults.Select(f => (f.Field, f.Code)));
        Assert.Null(app.Services.GetRequiredService<IUnits>().Find("359902000000-CG"));
    }

    [Fact]
    public async Task A_unit_of_tomorrow_does_not_serve_today()
    {
        await using var app = await CuobianApp.Start();
        var tomorrow = DateOnly.FromDateTime(TestClock.Start.Date).AddDays(1);
        await app.InScope(services => services.GetRequiredService<AddUnits>().Run(
            new AddUnits.Form([new("359902000000-CG", "榕城区城市管理局", "CG", "359902", null)], tomorrow), TestContext.Current.CancellationToken));
        var units = app.Services.GetRequiredService<IUnits>();
        Assert.Null(units.Find("359902000000-CG"));
        Assert.Null(units.Nearest("CG", "359902001"));
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.NotNull(units.Find("359902000000-CG"));
        Assert.NotNull(units.Nearest("CG", "359902001"));
    }

    private static IEnumerable<string> Places() =>
        SeedData.DemoUnits().Select(u => u.Area).Distinct().SelectMany(a => new[] { a, a + "001" }).Append("350502001").Append("");

    private static async Task<CuobianApp> WithUnits()
    {
        var app = await CuobianApp.Start();
        await app.AddDemoUnits();
        return app;
    }
}
