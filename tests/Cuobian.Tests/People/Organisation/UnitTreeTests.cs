using System.Net;
using System.Net.Http.Json;
using Cuobian.People.Contracts;
using Cuobian.Tests.Matters.Pages;
using Cuobian.Tests.Places;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.Organisation;

/// <summary>Units in their tree: opened, changed and closed, with everything that was before kept.</summary>
public sealed class UnitTreeTests
{
    private const string Units = "/api/v1/people/units";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_party_chain_grows_from_the_committee_to_the_household()
    {
        await using var app = await ConsoleTown.Open();
        using var street = await app.Browser("street");
        var committee = await street.OpenUnit("井边社区党委", "DW", Town.One);
        var branch = await street.OpenUnit("红砖小区党支部", "ZB", Town.One, committee);
        var group = await street.OpenUnit("3栋党小组", "LZ", Town.One, branch);
        await street.OpenUnit("陈家中心户", "DH", Town.One, group);
        var second = await street.OpenUnit("榕下小区党支部", "ZB", Town.One, committee);
        Assert.Equal(["359902001001-DW", "359902001001-ZB", "359902001001-LZ", "359902001001-ZB02"], [committee, branch, group, second]);

        var page = await street.Read($"/console/people/units?area={Town.One}");
        Cuobian.Tests.Web.Page.AssertSound(page);
        Assert.Contains("depth-3", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("井边社区党委", StringComparison.Ordinal) < page.IndexOf("陈家中心户", StringComparison.Ordinal));

        await street.MustRefuse(Units, new { name = "乱挂的小组", type = "LZ", area = Town.One, parent = committee }, "people.unit_parent_kind");
        await street.MustRefuse(Units, new { name = "没有上级", type = "ZB", area = Town.One }, "people.unit_parent_needed");
        await street.MustRefuse(Units, new { name = "别处的支部", type = "ZB", area = Town.Two, parent = committee }, "people.unit_parent_elsewhere");
    }

    [Fact]
    public async Task The_party_leads_no_matters()
    {
        await using var app = await ConsoleTown.Open();
        using var street = await app.Browser("street");
        var committee = await street.OpenUnit("井边社区党委", "DW", Town.One);
        var units = app.Services.GetRequiredService<IUnits>();
        Assert.NotNull(units.Find(committee));
        Assert.DoesNotContain(units.Serving(Town.One), u => u.Code == committee);
    }

    [Fact]
    public async Task A_changed_unit_keeps_what_it_was_and_the_change_is_seen_at_once()
    {
        await using var app = await ConsoleTown.Open();
        using var street = await app.Browser("street");
        var base1 = await street.OpenUnit("老街巡防队", "DJ", Town.One);
        Assert.Equal(HttpStatusCode.NoContent, (await street.PostAsJsonAsync($"{Units}/{base1}/change", new { name = "东岳阿姨巡防队", officePhone = "0596-1200001" }, Ct)).StatusCode);
        Assert.Equal("东岳阿姨巡防队", app.Services.GetRequiredService<IUnits>().Find(base1)!.Name);
        var page = await street.Read($"/console/people/units/{base1}");
        Cuobian.Tests.Web.Page.AssertSound(page);
        Assert.Contains("老街巡防队", page, StringComparison.Ordinal);
        Assert.Contains("0596-1200001", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_unit_stands_below_itself()
    {
        await using var app = await ConsoleTown.Open();
        using var street = await app.Browser("street");
        var upper = await street.OpenUnit("甲队", "DJ", Town.One);
        var lower = await street.OpenUnit("乙队", "DJ", Town.One, upper);
        await street.MustRefuse($"{Units}/{upper}/change", new { name = "甲队", parent = lower }, "people.unit_parent_circle");
        await street.MustRefuse($"{Units}/{upper}/change", new { name = "甲队", parent = upper }, "people.unit_parent_circle");
    }

    [Fact]
    public async Task A_closed_unit_is_gone_for_new_work_and_stays_for_the_old()
    {
        await using var app = await ConsoleTown.Open();
        using var street = await app.Browser("street");
        var upper = await street.OpenUnit("甲队", "DJ", Town.One);
        var lower = await street.OpenUnit("乙队", "DJ", Town.One, upper);
        await street.Seat(lower, "handler", "队长", heads: true);
        await street.MustRefuse($"{Units}/{upper}/close", new { }, "people.unit_has_children");
        app.Clock.Advance(TimeSpan.FromDays(3));
        await street.SignIn("street");
        Assert.Equal(HttpStatusCode.NoContent, (await street.PostAsJsonAsync($"{Units}/{lower}/close", new { }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await street.PostAsJsonAsync($"{Units}/{upper}/close", new { }, Ct)).StatusCode);

        var units = app.Services.GetRequiredService<IUnits>();
        Assert.Null(units.Find(lower));
        Assert.Equal("乙队", units.Recall(lower)!.Name);
        Assert.DoesNotContain("乙队", await street.Read($"/console/people/units?area={Town.One}"), StringComparison.Ordinal);
        Assert.Contains("乙队", await street.Read($"/console/people/units?area={Town.One}&past=true"), StringComparison.Ordinal);
        var page = await street.Read($"/console/people/units/{lower}");
        Assert.Contains("队长", page, StringComparison.Ordinal);
        Assert.DoesNotContain("登记任职", page, StringComparison.Ordinal);
        await street.MustRefuse($"{Units}/{lower}/change", new { name = "丙队" }, "people.unit_closed");
    }

    [Fact]
    public async Task Somebody_sits_in_several_units_and_past_seats_stay()
    {
        await using var app = await ConsoleTown.Open();
        using var street = await app.Browser("street");
        var committee = await street.OpenUnit("井边社区党委", "DW", Town.One);
        var branch = await street.OpenUnit("红砖小区党支部", "ZB", Town.One, committee);
        await street.Seat(branch, "handler", "支部书记", heads: true);
        await street.Seat("359902001001-WY", "handler", "物业项目经理");
        await street.MustRefuse($"{Units}/{branch}/seats", new { login = "grid", title = "书记", heads = true }, "people.unit_has_head");

        var page = await street.Read($"/console/people/units/{branch}");
        Assert.Contains("支部书记", page, StringComparison.Ordinal);
        Assert.Contains("物业项目经理", page, StringComparison.Ordinal);
        Assert.Contains("部门处置员", page, StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromDays(30));
        await street.SignIn("street");
        await street.Send($"/console/people/units/{branch}", "unit", "leave", which: Seat(page));
        await street.Seat(branch, "grid", "支部书记", heads: true);
        Assert.Equal(2, (await street.Read($"/console/people/units/{branch}")).Split("支部书记").Length - 1);
    }

    [Fact]
    public async Task The_directory_ends_where_the_post_ends()
    {
        await using var app = await ConsoleTown.Open();
        await app.Hire("far", "street-dispatcher", "359902002");
        using var far = await app.Browser("far");
        Assert.Equal(HttpStatusCode.Forbidden, (await far.GetAsync($"/console/people/units?area={Town.One}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await far.GetAsync("/console/people/units/359902001001-WY", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await far.PostAsJsonAsync(Units, new { name = "越界", type = "DJ", area = Town.One }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await far.PostAsJsonAsync($"{Units}/359902001001-WY/close", new { }, Ct)).StatusCode);
        using var grid = await app.Browser("grid");
        Assert.Contains("物业", await grid.Read("/console/people/units"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await grid.PostAsJsonAsync(Units, new { name = "越权", type = "DJ", area = Town.One }, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_form_that_is_refused_keeps_its_words()
    {
        await using var app = await ConsoleTown.Open();
        using var street = await app.Browser("street");
        var answer = await street.Send($"/console/people/units?area={Town.One}", "units", "open", null, ("name", "没有上级的小组"), ("type", "LZ"), ("area", Town.One));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Cuobian.Tests.Web.Page.AssertSound(page);
        Assert.Contains("没有上级的小组", page, StringComparison.Ordinal);
        Assert.Contains("请选择上级", page, StringComparison.Ordinal);
    }

    private static string Seat(string page) => System.Text.RegularExpressions.Regex.Match(page, "name=\"which\" value=\"([0-9a-f-]{36})\"").Groups[1].Value;
}
