using System.Net;
using System.Xml.Linq;
using Cuobian.Tests.Places;

namespace Cuobian.Tests.Exchange;

/// <summary>Open data: every form tells the same matters, page after page, and nothing about people.</summary>
public sealed class OpenDataTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Public_matters_are_given_as_table_map_and_feed_without_anything_personal()
    {
        var (app, key) = await Outside.City();
        await using var closing = app;
        using var client = app.CreateClient();
        foreach (var code in new[] { Outside.Lamp, "0101", Outside.Lamp })
        {
            using var made = await client.Ask($"api_key={key}&service_code={code}&lat=24.5001&long=117.6001&phone=13900139000&description={Uri.EscapeDataString("王芳家楼下 13900139000")}&address_string={Uri.EscapeDataString("3 栋 502")}");
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        using var csv = await client.GetAsync("/open-data/matters.csv?area=" + Town.One, Stop);
        var table = await csv.Content.ReadAsStringAsync(Stop);
        Assert.Equal(4, table.Trim().Split('\n').Length);
        Assert.Contains("rel=\"license\"", csv.Headers.GetValues("Link").Single(), StringComparison.Ordinal);

        var map = await client.Json("/open-data/matters.geojson");
        var point = map.GetProperty("features")[0].GetProperty("geometry").GetProperty("coordinates");
        Assert.Equal(Town.Lon(1), point[0].GetDouble(), 5);
        Assert.Equal(Town.Lat(1), point[1].GetDouble(), 5);

        var feed = await client.GetStringAsync("/open-data/matters.atom?category=02", Stop);
        Assert.Equal(2, XDocument.Parse(feed).Root!.Elements().Count(e => e.Name.LocalName == "entry"));
        foreach (var personal in new[] { "王芳", "13900139000", "502", "24.5001" }) Assert.DoesNotContain(personal, table + map + feed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        var (app, key) = await Outside.City();
        await using var closing = app;
        using var client = app.CreateClient();
        for (var i = 0; i < 5; i++) (await client.Ask($"api_key={key}&service_code={Outside.Lamp}&lat={Outside.Lat}&long={Outside.Lon}")).Dispose();

        var seen = new List<string>();
        for (var next = "/open-data/matters.geojson?size=2"; next is not null;)
        {
            var page = await client.Json(next);
            seen.AddRange(page.GetProperty("features").EnumerateArray().Select(f => f.GetProperty("id").GetString()!));
            next = page.TryGetProperty("next", out var link) ? link.GetString() : null;
        }
        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(5, seen.Count);
    }

    [Theory]
    [InlineData("/open-data/matters.xls", HttpStatusCode.NotFound)]
    [InlineData("/open-data/matters.csv?category=77", HttpStatusCode.BadRequest)]
    [InlineData("/open-data/matters.csv?size=0", HttpStatusCode.BadRequest)]
    [InlineData("/open-data/matters.csv?after=x", HttpStatusCode.BadRequest)]
    [InlineData("/open-data/matters.csv?area=99", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_read_is_told(string path, HttpStatusCode status)
    {
        await using var app = await Support.CuobianApp.Start();
        using var client = app.CreateClient();
        using var answer = await client.GetAsync(path, Stop);
        Assert.Equal(status, answer.StatusCode);
    }
}
