using System.Net;
using System.Net.Http.Json;
using Cuobian.Tests.Matters.Pages;
using Cuobian.Tests.Places;

namespace Cuobian.Tests.People.Organisation;

/// <summary>Every estate its party branch: the gaps, who closes them by when, and the proof.</summary>
public sealed class CoverageTests
{
    private const string Estates = "/api/v1/people/estates";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gap_gets_somebody_and_a_day_runs_late_and_is_closed_with_evidence()
    {
        await using var app = await ConsoleTown.Open();
        using var street = await app.Browser("street");
        var branch = await street.OpenUnit("红砖小区党支部", "ZB", Town.One, await street.OpenUnit("井边社区党委", "DW", Town.One));
        var estate = await Add(street, "红砖小区");
        await Add(street, "榕下小区");
        Assert.Equal((2, 0, 0, 2), await Figures(street));

        Assert.Equal(HttpStatusCode.NoContent, (await street.PostAsJsonAsync($"{Estates}/{estate}/assign", new { owner = "grid", due = "2026-03-20", words = "先摸清党员" }, Ct)).StatusCode);
        Assert.Equal((2, 0, 0, 1), await Figures(street));
        app.Clock.Set(new DateTimeOffset(2026, 3, 21, 1, 0, 0, TimeSpan.Zero));
        await street.SignIn("street");
        Assert.Equal((2, 0, 1, 1), await Figures(street));
        Assert.Contains("已逾期", await street.Read($"/console/people/coverage?area={Town.One}&filter=Late"), StringComparison.Ordinal);

        await street.MustRefuse($"{Estates}/{estate}/cover", new { branch, words = "三月二十日成立" }, "people.photo_needed");
        await street.MustRefuse($"{Estates}/{estate}/cover", new { branch = "359902001001-WY", words = "三月二十日成立" }, "people.branch_wrong");
        var done = await street.Send($"/console/people/coverage/{estate}", "estate", "cover", null, ("branch", branch), ("words", "三月二十日成立，党员九名"), ("photos", ConsoleTown.Photo));
        Assert.True(done.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther, WebUtility.HtmlDecode(await done.Content.ReadAsStringAsync(Ct)));
        Assert.Equal((2, 1, 0, 1), await Figures(street));

        var page = await street.Read($"/console/people/coverage/{estate}");
        Cuobian.Tests.Web.Page.AssertSound(page);
        Assert.Contains("党员九名", page, StringComparison.Ordinal);
        Assert.Contains("由 grid 在 2026-03-20 前完成", page, StringComparison.Ordinal);
        var photo = System.Text.RegularExpressions.Regex.Match(page, "href=\"(/console/people/estates/[^\"]+)\"").Groups[1].Value;
        Assert.Equal(HttpStatusCode.OK, (await street.GetAsync(photo, Ct)).StatusCode);
        using var stranger = app.CreateClient();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(photo, Ct)).StatusCode);
        await street.MustRefuse($"{Estates}/{estate}/assign", new { owner = "grid", due = "2026-12-01" }, "people.estate_covered");
    }

    [Fact]
    public async Task A_closed_branch_opens_the_gap_again()
    {
        await using var app = await ConsoleTown.Open();
        using var street = await app.Browser("street");
        var branch = await street.OpenUnit("红砖小区党支部", "ZB", Town.One, await street.OpenUnit("井边社区党委", "DW", Town.One));
        var estate = await Add(street, "红砖小区");
        var cover = new { branch, words = "成立", photos = new[] { await street.Upload() } };
        Assert.Equal(HttpStatusCode.NoContent, (await street.PostAsJsonAsync($"{Estates}/{estate}/cover", cover, Ct)).StatusCode);
        Assert.Equal((1, 1, 0, 0), await Figures(street));
        await street.PostAsJsonAsync($"/api/v1/people/units/{branch}/close", new { }, Ct);
        Assert.Equal((1, 0, 0, 1), await Figures(street));
        Assert.Contains("缺口重开", await street.Read($"/console/people/coverage/{estate}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_stand_for_every_area_below()
    {
        await using var app = await ConsoleTown.Open();
        using var street = await app.Browser("street");
        await Add(street, "红砖小区");
        await Add(street, "古井小区");
        await Add(street, "榕树小区", Town.Two);
        var page = await street.Read("/console/people/coverage");
        Cuobian.Tests.Web.Page.AssertSound(page);
        Assert.Contains("0 / 3 个小区", page, StringComparison.Ordinal);
        Assert.Contains("0 / 2 个小区", page, StringComparison.Ordinal);
        Assert.Contains("0 / 1 个小区", page, StringComparison.Ordinal);
        await street.MustRefuse(Estates, new { community = Town.One, name = "红砖小区" }, "people.estate_taken");
        Assert.Equal(HttpStatusCode.Forbidden, (await street.PostAsJsonAsync(Estates, new { community = "359921100201", name = "远方小区" }, Ct)).StatusCode);
        await street.PostAsync($"{Estates}/{await Add(street, "临时小区")}/end", null, Ct);
        Assert.Equal((3, 0, 0, 3), await Figures(street, "359902001"));
    }

    private static async Task<Guid> Add(HttpClient client, string name, string community = Town.One) => (await client.Made(Estates, new { community, name, households = 320 })).GetProperty("id").GetGuid();

    private static async Task<(int, int, int, int)> Figures(HttpClient client, string area = Town.One)
    {
        var figures = (await client.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/v1/people/coverage?area={area}", Ct)).GetProperty("figures");
        return (figures.GetProperty("estates").GetInt32(), figures.GetProperty("covered").GetInt32(), figures.GetProperty("late").GetInt32(), figures.GetProperty("nobody").GetInt32());
    }
}
