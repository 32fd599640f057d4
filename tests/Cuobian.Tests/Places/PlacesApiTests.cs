using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Cuobian.Tests.Support;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using static Cuobian.Tests.Places.Town;

namespace Cuobian.Tests.Places;

/// <summary>Places answer over HTTP, and every wrong question gets an answer that helps.</summary>
public sealed class PlacesApiTests(SettledTown town) : IClassFixture<SettledTown>
{
    [Fact]
    public async Task A_point_is_answered_with_its_grid_and_the_way_down()
    {
        var app = town.App;
        var answer = await Get(app, $"/api/v1/places/locate?lat={Lat(1)}&lon={Lon(1)}");
        Assert.Equal(One + "001", answer.GetProperty("grid").GetProperty("code").GetString());
        Assert.Equal("井边一网格", answer.GetProperty("grid").GetProperty("name").GetString());
        Assert.Equal(0, answer.GetProperty("meters").GetDouble());
        Assert.Equal(["province", "city", "county", "township", "community", "grid"],
            answer.GetProperty("path").EnumerateArray().Select(a => a.GetProperty("level").GetString()));
        Assert.Equal(["35", "3599", "359902", "359902001", One, One + "001"],
            answer.GetProperty("path").EnumerateArray().Select(a => a.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_point_of_a_Chinese_map_is_shifted_back_first()
    {
        var app = town.App;
        var shifted = Coordinates.ToGcj02(new GeoPoint(Lat(1), Lon(3)));
        var answer = await Get(app, FormattableString.Invariant($"/api/v1/places/locate?lat={shifted.Lat}&lon={shifted.Lon}&crs=gcj02"));
        Assert.Equal(One + "002", answer.GetProperty("grid").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_point_just_outside_is_answered_with_the_distance_and_one_far_away_not_at_all()
    {
        var app = town.App;
        var near = await Get(app, $"/api/v1/places/locate?lat={Lat(2.2)}&lon={Lon(1)}");
        Assert.Equal(22.24, near.GetProperty("meters").GetDouble(), 0.01);
        Assert.Equal("http_404", (await Problem(app, $"/api/v1/places/locate?lat={Lat(2.6)}&lon={Lon(1)}", HttpStatusCode.NotFound)).GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("", "lat", "required")]
    [InlineData("?lat=24.5", "lon", "required")]
    [InlineData("?lat=north&lon=117", "lat", "places.not_a_number")]
    [InlineData("?lat=24.5&lon=NaN", "lon", "places.not_a_number")]
    [InlineData("?lat=1e999&lon=117", "lat", "places.not_a_number")]
    [InlineData("?lat=117.6&lon=24.5", "lat", "places.out_of_range")]
    [InlineData("?lat=24.5&lon=180.1", "lon", "places.out_of_range")]
    [InlineData("?lat=24.5&lon=117.6&crs=bd09", "crs", "places.crs_unknown")]
    public async Task A_bad_point_is_refused_by_field(string query, string field, string code)
    {
        var app = town.App;
        var problem = await Problem(app, "/api/v1/places/locate" + query, HttpStatusCode.BadRequest);
        Assert.Contains((field, code), problem.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("field").GetString(), e.GetProperty("code").GetString())));
        Assert.DoesNotContain("places.", problem.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tree_is_walked_from_the_roots_also_with_padded_codes()
    {
        var app = town.App;
        Assert.Equal("35", (await Get(app, "/api/v1/places/areas"))[0].GetProperty("code").GetString());
        var county = await Get(app, "/api/v1/places/areas/359902000000");
        Assert.Equal(("359902", "桥头区", "county", "3599"),
            (county.GetProperty("code").GetString(), county.GetProperty("name").GetString(), county.GetProperty("level").GetString(), county.GetProperty("parent").GetString()));
        Assert.Equal(3, county.GetProperty("path").GetArrayLength());
        Assert.Equal("359902001", Assert.Single(county.GetProperty("children").EnumerateArray()).GetProperty("code").GetString());
        Assert.Equal(2, (await Get(app, $"/api/v1/places/areas/{One}/children")).GetArrayLength());
        await Problem(app, "/api/v1/places/areas/99", HttpStatusCode.NotFound);
        await Problem(app, "/api/v1/places/areas/99/children", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Borders_come_as_GeoJSON_that_could_be_imported_again()
    {
        await using var app = await Settled();
        using var client = app.CreateClient();
        var answer = await client.GetAsync("/api/v1/places/grids?prefix=359902", TestContext.Current.CancellationToken);
        Assert.Equal("application/geo+json", answer.Content.Headers.ContentType!.MediaType);
        var again = await app.TakeGrids(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((0, 0, 2), (again.Added, again.Redrawn, again.Unchanged));

        Assert.Equal(0, (await Get(app, "/api/v1/places/grids?prefix=3505")).GetProperty("features").GetArrayLength());
        await Problem(app, "/api/v1/places/grids?prefix=abc", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_map_that_is_up_to_date_is_not_sent_again()
    {
        await using var app = await Settled();
        using var client = app.CreateClient();
        var first = await client.GetAsync("/api/v1/places/grids", TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync("/api/v1/places/grids", TestContext.Current.CancellationToken)).StatusCode);
        await app.TakeGrids(Collection(Feature(Two + "001", Polygon(Box(4, 0, 1, 2)))));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/places/grids", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("areas/import", "text/csv")]
    [InlineData("grids/import", "application/geo+json")]
    [InlineData("outlines/import", "application/json")]
    [InlineData("buildings/import", "text/csv")]
    [InlineData("grids/359902001001001/split", "application/json")]
    [InlineData("grids/merge", "application/json")]
    public async Task A_stranger_may_change_nothing(string path, string type)
    {
        var app = town.App;
        using var client = app.CreateClient();
        using var content = new StringContent("{}", Encoding.UTF8, type);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync("/api/v1/places/" + path, content, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Files_are_sent_as_they_are_and_once_by_key()
    {
        await using var app = await CuobianApp.Start();
        await using var asSystem = app.WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddScoped(_ => Actor.System)));
        using var client = asSystem.CreateClient();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "areas-of-the-town");
        var first = await Post(client, "areas/import", Areas, "text/csv");
        Assert.Equal(6, first.GetProperty("added").GetInt32());
        Assert.Equal(2, first.GetProperty("listed").GetProperty("community").GetInt32());
        Assert.Equal(6, (await Post(client, "areas/import", Areas, "text/csv")).GetProperty("added").GetInt32());
        client.DefaultRequestHeaders.Remove("Idempotency-Key");

        Assert.Equal(0, (await Post(client, "areas/import", Areas, "text/csv")).GetProperty("added").GetInt32());
        Assert.Equal(2, (await Post(client, "grids/import?dryRun=true", TwoGrids, "application/geo+json")).GetProperty("added").GetInt32());
        var taken = await Post(client, "grids/import", TwoGrids, "application/json");
        Assert.Equal(0, taken.GetProperty("warnings").GetArrayLength());
        var faults = (await Post(client, "grids/import", Collection(Feature(Two + "001", Polygon(Box(3, 0, 2, 2)))), "application/json", 400)).GetProperty("errors");
        Assert.Equal("places.overlap", faults[0].GetProperty("code").GetString());

        var split = $$"""{"parts":[{"code":"{{One}}003","name":"西","geometry":{{Polygon(Box(0, 0, 1, 2))}}},{"code":"{{One}}004","name":"东","geometry":{{Polygon(Box(1, 0, 1, 2))}}}]}""";
        Assert.Equal(2, (await Post(client, $"grids/{One}001/split", split, "application/json")).GetProperty("successors").GetArrayLength());
        await Post(client, $"grids/{One}001/split", split, "application/json", 404);
        var merge = $$"""{"codes":["{{One}}003","{{One}}004"],"code":"{{One}}005","name":"合"}""";
        Assert.Equal(One + "005", (await Post(client, "grids/merge", merge, "application/json")).GetProperty("code").GetString());
        await Post(client, $"grids/{One}005/split", """{"parts":[null,{},{"geometry":3}]}""", "application/json", 400);
        await Post(client, "grids/merge", """{"codes":[null,""]}""", "application/json", 400);
        await Post(client, "grids/import", Collection(Feature(Two + "001", Polygon(Box(4, 0, 1, 1)), name: "\\u0000")), "application/json", 400);
        Assert.Equal("places.crs_unknown", (await Post(client, "grids/import?crs=bd09", TwoGrids, "application/json", 400)).GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal("places.split_parts", (await Post(client, $"grids/{One}005/split", "{}", "application/json", 400)).GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Buildings_belong_to_their_community()
    {
        await using var app = await Settled();
        var outcome = await app.TakeBuildings($"code,name,lat,lon\n{One}B00002,二号楼,24.501,117.601\n{One}B00001,一号楼,24.501,117.602\n");
        Assert.Equal(2, outcome.Added);
        var changed = await app.TakeBuildings($"code,name,lat,lon\n{One}B00002,二号楼,24.501,117.601\n{One}B00001,一号楼（南）,24.501,117.602\n");
        Assert.Equal((0, 1, 1), (changed.Added, changed.Changed, changed.Unchanged));
        var found = await Get(app, "/api/v1/places/buildings?community=" + One);
        Assert.Equal(["一号楼（南）", "二号楼"], found.EnumerateArray().Select(b => b.GetProperty("name").GetString()));
        await Problem(app, "/api/v1/places/buildings", HttpStatusCode.BadRequest);

        var invalid = await Assert.ThrowsAsync<Invalid>(() => app.TakeBuildings(
            $"code,name,lat,lon\n{One}B00000,零号楼,24.5,117.6\n359902001009B00001,生楼,24.5,117.6\n{One}B00003,,x,200\n{One}B00004,四,24.5,117.6\n{One}B00004,四,24.5,117.6"));
        Assert.Equal(
            [("lines[2].code", "places.building_code"), ("lines[3].code", "places.community_unknown"), ("lines[4].name", "required"),
             ("lines[4].lat", "places.not_a_number"), ("lines[4].lon", "places.out_of_range"), ("lines[6].code", "places.code_duplicate")],
            invalid.Faults.Select(f => (f.Field, f.Code)));
    }

    private static async Task<JsonElement> Get(CuobianApp app, string path)
    {
        using var client = app.CreateClient();
        return JsonDocument.Parse(await client.GetStringAsync(path, TestContext.Current.CancellationToken)).RootElement;
    }

    private static async Task<JsonElement> Post(HttpClient client, string path, string body, string type, int status = 200)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        var answer = await client.PostAsync("/api/v1/places/" + path, content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode == status, $"{answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<JsonElement> Problem(CuobianApp app, string path, HttpStatusCode status)
    {
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("zh-CN"));
        var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }
}
