using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cuobian.Data;
using Cuobian.Matters;
using Cuobian.People.Contracts;
using Cuobian.People.Teams;
using Cuobian.Tests.Matters.Pages;
using Cuobian.Tests.People.Organisation;
using Cuobian.Tests.Places;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.Teams;

/// <summary>Teams of the grids: who is in them, what they lack, whose term ends, and who sees what of it.</summary>
public sealed class TeamTests
{
    private const string Grid = Town.One + "001";
    private const string Teams = "/api/v1/people/teams";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Grids_that_lack_somebody_are_listed_with_what_is_missing()
    {
        await using var app = await Open();
        using var street = await app.Browser("street");
        Assert.Equal((2, 0, 0, 2), await Figures(street));
        var team = await Start(street, "1+1+N+Z", Grid);
        await Join(street, team, new { role = "leader", name = "苏大海", officePhone = "0596-1200011" });
        Assert.Equal((2, 0, 1, 1), await Figures(street));
        var page = await street.Read($"/console/people/teams?area={Town.One}");
        Cuobian.Tests.Web.Page.AssertSound(page);
        Assert.Contains("缺专职网格员 1 人", page, StringComparison.Ordinal);
        Assert.Contains("还没有队伍", page, StringComparison.Ordinal);
        await Join(street, team, new { role = "worker", login = "grid" });
        Assert.Equal((2, 1, 0, 1), await Figures(street));
        await street.MustRefuse($"{Teams}/{team}/members", new { role = "worker", name = "林二" }, "people.team_role_full");
        await street.MustRefuse($"{Teams}/{team}/members", new { role = "police", name = "林二" }, "people.team_role_unknown");
        await street.MustRefuse($"{Teams}/{team}/members", new { role = "helper" }, "people.team_who");
        await street.MustRefuse(Teams, new { kind = "1+1+N+Z", area = Town.One }, "people.team_level_wrong");
    }

    [Fact]
    public async Task A_term_runs_out_by_itself_after_it_was_announced()
    {
        await using var app = await Open();
        using var street = await app.Browser("street");
        var team = await Start(street, "1+1+N+Z", Grid);
        await Join(street, team, new { role = "leader", name = "苏大海", to = "2026-04-30" });
        await Join(street, team, new { role = "worker", login = "grid" });
        var page = await street.Read("/console/people/teams");
        Assert.Contains("2026-04-30", page, StringComparison.Ordinal);
        Assert.Contains("苏大海", page, StringComparison.Ordinal);
        app.Clock.Set(new DateTimeOffset(2026, 4, 30, 1, 0, 0, TimeSpan.Zero));
        await street.SignIn("street");
        Assert.Equal((2, 0, 1, 1), await Figures(street));
        var one = await street.Read($"/console/people/teams/{team}");
        Cuobian.Tests.Web.Page.AssertSound(one);
        Assert.Contains("苏大海", one, StringComparison.Ordinal);
        Assert.Contains("缺网格长 1 人", one, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_join_and_leave_on_the_page()
    {
        await using var app = await Open();
        using var street = await app.Browser("street");
        var team = await Start(street, "LZYY", Grid, "井边巷");
        var page = $"/console/people/teams/{team}";
        var joined = await street.Send(page, "team", "join", null, ("role", "lane"), ("name", "林街长"), ("officePhone", "0596-1200012"));
        Assert.True(joined.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther);
        var shown = await street.Read(page);
        Assert.Contains("2027-03-16", shown, StringComparison.Ordinal);
        Assert.Contains("没有副手", shown, StringComparison.Ordinal);
        var refused = await street.Send(page, "team", "join", null, ("role", "lane"), ("name", "另一位"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var member = System.Text.RegularExpressions.Regex.Match(shown, "name=\"which\" value=\"([0-9a-f-]{36})\"").Groups[1].Value;
        await street.Send(page, "team", "leave", member);
        Assert.Contains("缺街巷长 1 人", await street.Read(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Colleagues_see_who_works_for_a_grid_and_residents_only_role_and_phone()
    {
        await using var app = await Open();
        using var street = await app.Browser("street");
        var team = await Start(street, "1+1+N+Z", Grid);
        await Join(street, team, new { role = "leader", name = "苏大海", officePhone = "0596-1200011" });
        await Join(street, team, new { role = "helper", name = "志愿者甲", officePhone = "0596-1200099" });
        var people = await app.InScope(s => s.GetRequiredService<IGridPeople>().Public(Grid, Ct));
        Assert.Equal([("0596-1200011", false)], people.Select(p => (p.Phone, p.Deputy)));

        var told = await app.InScope(s => s.GetRequiredService<ReportMatter>().Run(new ReportMatter.Form { Text = "井边路灯坏了三天", Point = new ReportMatter.PointForm(Town.Lat(1), Town.Lon(1), null) }, Channel.Web, Ct), Cuobian.Kernel.Actor.Anonymous);
        var console = await street.Read($"/console/matters/{told.Number}");
        Assert.Contains("苏大海", console, StringComparison.Ordinal);
        Assert.Contains("志愿者甲", console, StringComparison.Ordinal);
        var follow = await app.InScope(s => s.GetRequiredService<IGridPeople>().ForStaff(Grid, Ct));
        Assert.Equal(2, follow.Count);

        using var resident = app.CreateClient();
        var mine = WebUtility.HtmlDecode(await resident.GetStringAsync($"/track?number={told.Number}&code={told.Code}", Ct));
        Assert.DoesNotContain("苏大海", mine, StringComparison.Ordinal);
        await street.PostAsync($"{Teams}/{team}/end", null, Ct);
        Assert.Empty(await app.InScope(s => s.GetRequiredService<IGridPeople>().Public(Grid, Ct)));
    }

    [Fact]
    public async Task Names_and_phones_are_sealed_and_other_areas_out_of_reach()
    {
        await using var app = await Open();
        using var street = await app.Browser("street");
        var team = await Start(street, "2+N", Grid);
        await Join(street, team, new { role = "police", name = "陈警官", officePhone = "0596-1200013" });
        var stored = await app.InScope(s => s.GetRequiredService<CuobianDb>().Database.SqlQueryRaw<string>("select \"Name\" || \"OfficePhone\" as \"Value\" from people_team_member").SingleAsync(Ct));
        Assert.DoesNotContain("陈", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("1200013", stored, StringComparison.Ordinal);

        await app.Hire("far", "street-dispatcher", "359902002");
        using var far = await app.Browser("far");
        Assert.Equal(HttpStatusCode.NotFound, (await far.GetAsync($"{Teams}/{team}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await far.PostAsJsonAsync($"{Teams}/{team}/members", new { role = "worker", name = "越界" }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await far.GetAsync($"/console/people/teams?area={Grid}", Ct)).StatusCode);
        using var stranger = app.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(Teams, Ct)).StatusCode);
    }

    [Fact]
    public async Task Three_kinds_ship_as_data()
    {
        await using var app = await CuobianApp.Start();
        var kinds = await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<TeamKind>().AsNoTracking().ToListAsync(Ct));
        Assert.Equal(["1+1+N+Z", "2+N", "LZYY"], kinds.Select(k => k.Code).Order(StringComparer.Ordinal));
        Assert.All(kinds, k => Assert.Contains(k.Roles, r => r.Min > 0));
    }

    private static async Task<CuobianApp> Open()
    {
        var app = await ConsoleTown.Open();
        await app.TakeGrids(Town.TwoGrids);
        return app;
    }

    private static async Task<Guid> Start(HttpClient client, string kind, string area, string? name = null) => (await client.Made(Teams, new { kind, area, name })).GetProperty("id").GetGuid();

    private static Task<JsonElement> Join(HttpClient client, Guid team, object member) => client.Made($"{Teams}/{team}/members", member);

    private static async Task<(int, int, int, int)> Figures(HttpClient client)
    {
        var figures = (await client.GetFromJsonAsync<JsonElement>($"{Teams}?area={Town.One}", Ct)).GetProperty("figures");
        return (figures.GetProperty("grids").GetInt32(), figures.GetProperty("full").GetInt32(), figures.GetProperty("lacking").GetInt32(), figures.GetProperty("without").GetInt32());
    }
}
