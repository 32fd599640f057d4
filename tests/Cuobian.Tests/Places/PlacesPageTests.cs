using System.Net;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Cuobian.Tests.Matters.Pages;
using Cuobian.Tests.People;
using Cuobian.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Places;

/// <summary>Whoever keeps the map changes it on a page, with forms alone.</summary>
public sealed class PlacesPageTests
{
    private const string Grid = Town.One + "001";

    [Fact]
    public async Task A_grid_is_split_along_a_line_and_its_parts_are_merged_again()
    {
        await using var app = await Town.Settled();
        await app.Hire("mapper", "administrator", "359902");
        using var visitor = new ResidentVisitor(app);
        await visitor.Client.SignIn("mapper");
        Assert.Contains(Grid, await visitor.Read($"/console/places/{Town.One}"), StringComparison.Ordinal);
        var page = await visitor.Read($"/console/places/{Grid}");

        (string, string)[] names = [("firstCode", Town.One + "003"), ("firstName", "西半"), ("secondCode", Town.One + "004"), ("secondName", "东半")];
        var beside = await visitor.Send(page, $"/console/places/{Grid}", "cut", [("line", $"{Town.Lon(9)},{Town.Lat(-1)} {Town.Lon(9)},{Town.Lat(3)}"), .. names]);
        Assert.Equal(HttpStatusCode.Conflict, beside.StatusCode);
        Assert.Contains("没有把网格", await ResidentVisitor.Words(beside), StringComparison.Ordinal);
        var nonsense = await visitor.Send(page, $"/console/places/{Grid}", "cut", [("line", "这里"), .. names]);
        Assert.Equal(HttpStatusCode.BadRequest, nonsense.StatusCode);

        var done = await visitor.Send(page, $"/console/places/{Grid}", "cut", [("line", $"{Town.Lon(1)},{Town.Lat(-1)}\n{Town.Lon(1)},{Town.Lat(3)}"), .. names]);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        var places = app.Services.GetRequiredService<IPlaces>();
        Assert.Equal(Town.One + "003", places.Locate(new GeoPoint(Town.Lat(1), Town.Lon(0.5)))?.Grid.Code);
        Assert.Equal(Town.One + "004", places.Locate(new GeoPoint(Town.Lat(1), Town.Lon(1.5)))?.Grid.Code);

        page = await visitor.Read($"/console/places/{Town.One}");
        var merged = await visitor.Send(page, $"/console/places/{Town.One}", "merge", [("codes", Town.One + "003"), ("codes", Town.One + "004"), ("code", Town.One + "005"), ("name", "又成一个")]);
        Assert.Equal(HttpStatusCode.Redirect, merged.StatusCode);
        Assert.Equal("又成一个", places.Locate(new GeoPoint(Town.Lat(1), Town.Lon(0.5)))?.Grid.Name);
    }

    [Fact]
    public async Task The_result_is_seen_first_and_a_later_day_is_planned_and_taken_back()
    {
        await using var app = await Town.Settled();
        await app.Hire("mapper", "administrator", "359902");
        using var visitor = new ResidentVisitor(app);
        await visitor.Client.SignIn("mapper");
        var page = await visitor.Read($"/console/places/{Grid}");
        Page.AssertSound(page);
        (string, string)[] cut = [("line", $"{Town.Lon(1)},{Town.Lat(-1)}\n{Town.Lon(1)},{Town.Lat(3)}"), ("firstCode", Town.One + "003"), ("firstName", "西半"), ("secondCode", Town.One + "004"), ("secondName", "东半")];
        var seen = await visitor.Send(page, $"/console/places/{Grid}", "cut", [.. cut, ("do", "check")]);
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        var words = await ResidentVisitor.Words(seen);
        Page.AssertSound(words);
        Assert.Contains("将会是这样", words, StringComparison.Ordinal);
        Assert.Contains("data-parts=\"[{", words, StringComparison.Ordinal);

        var past = await visitor.Send(page, $"/console/places/{Grid}", "cut", [.. cut, ("cutFrom", "2020-01-01"), ("do", "take")]);
        Assert.Equal(HttpStatusCode.BadRequest, past.StatusCode);
        Assert.Contains("不能早于今天", await ResidentVisitor.Words(past), StringComparison.Ordinal);
        var day = app.Clock.GetUtcNow().AddDays(5).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.Send(page, $"/console/places/{Grid}", "cut", [.. cut, ("cutFrom", day), ("do", "take")])).StatusCode);
        var community = await visitor.Read($"/console/places/{Town.One}");
        Page.AssertSound(community);
        Assert.Contains("拆分井边一网格", community, StringComparison.Ordinal);
        var handler = System.Text.RegularExpressions.Regex.Match(community, "value=\"(withdraw-[0-9a-f]+)\"").Groups[1].Value;
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.Send(community, $"/console/places/{Town.One}", handler, [])).StatusCode);
        Assert.DoesNotContain("拆分井边一网格", await visitor.Read($"/console/places/{Town.One}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grid_is_drawn_with_a_form_alone()
    {
        await using var app = await Town.Settled();
        await app.Hire("mapper", "administrator", "359902");
        using var visitor = new ResidentVisitor(app);
        await visitor.Client.SignIn("mapper");
        var page = await visitor.Read($"/console/places/{Town.One}");
        (string, string)[] ring = [("ring", $"{Town.Lon(0)},{Town.Lat(1.5)}\n{Town.Lon(2)},{Town.Lat(1.5)}\n{Town.Lon(1)},{Town.Lat(4)}"), ("ringName", "北边")];
        var unnamed = await visitor.Send(page, $"/console/places/{Town.One}", "draw", [.. ring, ("ringCode", Town.One + "001"), ("do", "take")]);
        Assert.Equal(HttpStatusCode.BadRequest, unnamed.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.Send(page, $"/console/places/{Town.One}", "draw", [.. ring, ("ringCode", Town.One + "003"), ("do", "take")])).StatusCode);
        Assert.Contains("北边", await visitor.Read($"/console/places/{Town.One}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_for_those_who_may_change_places()
    {
        await using var app = await Town.Settled();
        using var stranger = new ResidentVisitor(app);
        Assert.NotEqual(HttpStatusCode.OK, (await stranger.Client.GetAsync("/console/places", TestContext.Current.CancellationToken)).StatusCode);
    }
}
