using System.Net;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People;
using Cuobian.People.Acts;
using Cuobian.People.Rights;
using Cuobian.Tests.Architecture;
using Cuobian.Tests.Support;
using Cuobian.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.Rights;

/// <summary>Roles and posts are changed on pages, by the security administrator alone, and never so that one hand holds too much.</summary>
public sealed class RoleTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_role_counts_at_once_and_stands_in_the_ledger()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin", area: "359902001");
        using var client = app.CreateClient();
        await client.SignIn("lin");
        Assert.Contains("matters.dispatch", await (await client.WhoAmI()).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        await Change(app, Actor.System, "street-dispatcher", "matters.read");
        Assert.DoesNotContain("matters.dispatch", await (await client.WhoAmI()).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var line = await app.InScope(services => services.GetRequiredService<CuobianDb>().Set<ActLine>().SingleAsync(l => l.Act == ActNames.RoleChanged, Ct));
        Assert.Contains("matters.dispatch", line.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_security_administrator_of_the_whole_house_changes_roles_and_never_their_own()
    {
        await using var app = await CuobianApp.Start();
        var security = await ActorOf(app, await app.Hire("security", "security-administrator", ""));
        var system = await ActorOf(app, await app.Hire("system", "administrator", ""));
        await Assert.ThrowsAsync<Denied>(() => Change(app, system, "leader", "matters.read"));
        Assert.Equal("people.role_own", (await Assert.ThrowsAsync<Refused>(() => Change(app, security, "security-administrator", "people.manage"))).Code);
        Assert.True(await Change(app, security, "leader", "matters.read"));
    }

    [Theory]
    [InlineData("people.manage", "matters.read")]
    [InlineData("people.audit", "people.manage")]
    [InlineData("people.audit", "places.edit")]
    [InlineData("people.tokens", "exchange.manage")]
    public async Task No_role_mixes_what_must_be_apart(string one, string other)
    {
        await using var app = await CuobianApp.Start();
        Assert.Equal("people.separation", (await Assert.ThrowsAsync<Refused>(() => Change(app, Actor.System, "leader", one, other))).Code);
    }

    [Fact]
    public async Task Nor_do_two_posts_in_one_hand()
    {
        await using var app = await CuobianApp.Start();
        var lin = await app.Hire("lin");
        Assert.Equal("people.separation", (await Assert.ThrowsAsync<Refused>(() => Give(app, Actor.System, lin, "audit-administrator", ""))).Code);
        Assert.NotNull(await Give(app, Actor.System, lin, "verifier", "359902002"));
        // Nor by way of changing one of the roles afterwards.
        Assert.Equal("people.separation", (await Assert.ThrowsAsync<Refused>(() => Change(app, Actor.System, "verifier", "people.audit"))).Code);
    }

    [Fact]
    public async Task Posts_are_dated_and_past_ones_stay_on_record()
    {
        await using var app = await CuobianApp.Start();
        var lin = await app.Hire("lin", "verifier", "359902001");
        var security = await ActorOf(app, await app.Hire("security", "security-administrator", "3599"));
        var later = (await Give(app, security, lin, "street-dispatcher", "359902001", app.Clock.GetUtcNow().AddDays(1)))!;
        Assert.Equal("people.post_held", (await Assert.ThrowsAsync<Refused>(() => Give(app, security, lin, "street-dispatcher", "359902001"))).Code);
        await Assert.ThrowsAsync<Denied>(() => Give(app, security, lin, "verifier", ""));
        Assert.DoesNotContain("matters.dispatch", (await ActorOf(app, lin)).Grants.Select(g => g.Permission));
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Contains("matters.dispatch", (await ActorOf(app, lin)).Grants.Select(g => g.Permission));
        Assert.True(await app.InScope(services => services.GetRequiredService<EndPost>().Run(lin.Id, later.Id, null, Ct), security));
        Assert.DoesNotContain("matters.dispatch", (await ActorOf(app, lin)).Grants.Select(g => g.Permission));
        var shown = await app.InScope(services => services.GetRequiredService<ShowAccount>().Run(lin.Id, null, Ct), security);
        Assert.Equal(2, shown!.Posts.Count);
        Assert.Single(shown.Posts, p => p.Over);
    }

    [Fact]
    public async Task Nobody_gives_themselves_a_post_or_touches_an_account_elsewhere()
    {
        await using var app = await CuobianApp.Start();
        var security = await app.Hire("security", "security-administrator", "359902");
        var actor = await ActorOf(app, security);
        Assert.Equal("people.not_yourself", (await Assert.ThrowsAsync<Refused>(() => Give(app, actor, security, "security-administrator", "359902001"))).Code);
        var elsewhere = await app.Hire("mei", "verifier", "359921");
        await Assert.ThrowsAsync<Denied>(() => Give(app, actor, elsewhere, "verifier", "359902001"));
        var found = await app.InScope(services => services.GetRequiredService<FindAccounts>().Run(new FindAccounts.Filter(null, null, true, null), Ct), actor);
        Assert.Equal(["security"], found.Lines.Select(l => l.Login));
    }

    [Fact]
    public async Task The_pages_show_what_is_and_a_form_changes_it()
    {
        await using var app = await CuobianApp.Start();
        await app.AddDemoUnits();
        var lin = await app.Hire("lin", "department-handler", "359902", "359902000000-CG");
        await app.Hire("security", "security-administrator", "");
        using var client = app.CreateClient();
        await client.SignIn("security");
        foreach (var (path, words) in new[]
                 {
                     ("/console/people", "lin"), ("/console/people?text=榕城", "lin"), ("/console/people/new", "新开账号"), ($"/console/people/accounts/{lin.Id}", "部门处置员"),
                     ("/console/people/roles", "街道派遣员"), ("/console/people/roles/street-dispatcher", "派遣给单位"), ("/console/people/roles/new", "新建角色"),
                     ("/console/people/why", "为什么能"), ("/console/people/why?login=lin&act=matters.handle&area=359902001&unit=359902000000-CG", "data-answer=\"yes\""),
                     ("/console/people/why?login=lin&act=matters.handle&area=359921", "data-answer=\"no\""),
                 })
        {
            var page = await client.GetStringAsync(path, Ct);
            Page.AssertSound(page);
            Assert.Contains(words, page, StringComparison.Ordinal);
        }
        var answer = await client.PostAsync("/console/people/new", await Form(client, "/console/people/new", "new",
            ("login", "new.person"), ("name", "新来的"), ("role", "verifier"), ("area", "359902")), Ct);
        var made = await answer.Content.ReadAsStringAsync(Ct);
        var password = System.Text.RegularExpressions.Regex.Match(made, "<code>([a-z0-9]{5}(?:-[a-z0-9]{5}){3})</code>").Groups[1].Value;
        using var person = app.CreateClient();
        Assert.Equal(HttpStatusCode.NoContent, (await person.SignIn("new.person", password)).StatusCode);

        using var other = app.CreateClient();
        await other.SignIn("lin");
        foreach (var path in new[] { "/console/people", "/console/people/new", $"/console/people/accounts/{lin.Id}", "/console/people/roles", "/console/people/roles/new", "/console/people/why" })
            Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(path, Ct)).StatusCode);
    }

    [Fact]
    public void Every_permission_can_be_read_as_a_sentence()
    {
        var missing =
            from declared in PermissionTests.Declared
            from key in new[] { Permissions.KeyOf(declared.Permission), $"{declared.Permission.Split('.')[0]}.rights" }
            where !File.ReadAllText(House.PathTo($"src/Cuobian/{declared.Module}/Text.resx")).Contains($"\"{key.Replace('.', '_')}\"", StringComparison.Ordinal)
            select $"{declared.Module}/Text.resx (and Text.en.resx) needs the word {key.Replace('.', '_')}";
        Findings.MustBeNone(missing.Distinct());
    }

    internal static async Task<FormUrlEncodedContent> Form(HttpClient client, string page, string handler, params (string Name, string Value)[] fields)
    {
        var token = System.Text.RegularExpressions.Regex.Match(await client.GetStringAsync(page, Ct), "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        return new FormUrlEncodedContent([new("_handler", handler), new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);
    }

    private static Task<bool> Change(CuobianApp app, Actor by, string role, params string[] permissions) => app.InScope(services =>
        services.GetRequiredService<ChangeRole>().Change(new ChangeRole.Form { Code = role, Zh = role, En = role, Permissions = [.. permissions] }, Ct), by);

    private static Task<Post?> Give(CuobianApp app, Actor by, Account to, string role, string area, DateTimeOffset? from = null) => app.InScope(services =>
        services.GetRequiredService<GivePost>().Run(to.Id, new GivePost.Form { Role = role, Area = area, From = from }, Ct), by);

    private static Task<Actor> ActorOf(CuobianApp app, Account account) => app.InScope(async services =>
        (await services.GetRequiredService<Actors>().OfSession(services.GetRequiredService<CuobianDb>(), account.Id, account.SecurityStamp, Ct))!);
}
