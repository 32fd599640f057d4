using System.Net;
using System.Net.Http.Json;
using Cuobian.Data;
using Cuobian.Field;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Matters.Pages;
using Cuobian.Tests.Places;
using Cuobian.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Field;

/// <summary>Patrols: routes are planned, walked once however often a step is sent, and counted by grid and week.</summary>
public sealed class PatrolTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_walk_sent_twice_is_one_walk()
    {
        await using var app = await Round.Open();
        using var community = await app.Browser("community");
        using var walker = await app.Browser("walker");
        var route = await community.Plan();
        var (id, at) = (Guid.NewGuid(), app.Clock.GetUtcNow().AddHours(-2));
        for (var sent = 0; sent < 2; sent++)
        {
            Assert.Equal(id, (await Round.Read(await walker.Send("/patrols", new { id, routeId = route, at }))).GetProperty("id").GetGuid());
            Assert.Equal(HttpStatusCode.NoContent, (await walker.Send($"/patrols/{id}/check-ins", new { point = 1, at = at.AddMinutes(5), lat = Town.Lat(1), lon = Town.Lon(2), words = "正常" })).StatusCode);
            Assert.Equal(HttpStatusCode.NoContent, (await walker.Send($"/patrols/{id}/check-ins", new { point = 3, at = at.AddMinutes(9) })).StatusCode);
        }
        for (var sent = 0; sent < 2; sent++)
            Assert.Equal(HttpStatusCode.NoContent, (await walker.Send($"/patrols/{id}/finish", new { at = at.AddMinutes(30), words = "平安" })).StatusCode);

        var walk = await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Patrol>().Include(p => p.CheckIns).SingleAsync(Ct));
        Assert.Equal((at, at.AddMinutes(30), "平安"), (walk.StartedAt, walk.FinishedAt, walk.Words));
        Assert.Equal([1, 3], walk.CheckIns.Select(c => c.Point).Order());
        Assert.InRange(walk.CheckIns.Single(c => c.Point == 1).Meters!.Value, 95, 105);
        Assert.Equal((409, "field.patrol_finished"), await Ward.Outcome(await walker.Send($"/patrols/{id}/check-ins", new { point = 2 })));
    }

    [Fact]
    public async Task A_walk_belongs_to_its_walker_and_its_grid()
    {
        await using var app = await Round.Open();
        using var community = await app.Browser("community");
        using var walker = await app.Browser("walker");
        using var far = await app.Browser("far");
        var route = await community.Plan();
        var id = Guid.NewGuid();
        Assert.Equal(HttpStatusCode.NotFound, (await far.Send("/patrols", new { id, routeId = route })).StatusCode);
        await Round.Read(await walker.Send("/patrols", new { id, routeId = route }));
        Assert.Equal(HttpStatusCode.NotFound, (await far.Send($"/patrols/{id}/finish", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await walker.Send($"/patrols/{id}/check-ins", new { point = 9 })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await walker.Send("/routes", new { grid = Round.Grid, name = "x", points = new[] { new { name = "y" } } })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await walker.GetAsync("/api/v1/field/coverage", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_time_that_cannot_be_is_told_in_words()
    {
        await using var app = await Round.Open();
        using var community = await app.Browser("community");
        using var walker = await app.Browser("walker");
        var route = await community.Plan();
        foreach (var at in new[] { app.Clock.GetUtcNow().AddHours(1), app.Clock.GetUtcNow().AddDays(-20) })
            Assert.Contains("field.time_off", await (await walker.Send("/patrols", new { routeId = route, at })).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("field.points_count", await (await community.Send("/routes", new { grid = Round.Grid, name = "空" })).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("field.unknown_grid", await (await community.Send("/routes", new { grid = "1", name = "空" })).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coverage_counts_the_points_reached_in_the_week()
    {
        await using var app = await Round.Open();
        using var community = await app.Browser("community");
        using var walker = await app.Browser("walker");
        var route = await community.Plan();
        foreach (var point in new[] { 1, 2 })
        {
            var id = (await Round.Read(await walker.Send("/patrols", new { routeId = route }))).GetProperty("id").GetGuid();
            await walker.Send($"/patrols/{id}/check-ins", new { point });
            await walker.Send($"/patrols/{id}/finish", new { });
        }
        var week = (await community.GetFromJsonAsync<Coverage>("/api/v1/field/coverage", Ct))!;
        Assert.Equal((Round.Grid, 2, 2, 3), (week.Grids.Single().Grid, week.Grids[0].Walks, week.Grids[0].Seen, week.Grids[0].Points));
        Assert.Equal("walker", week.Walks[0].Who);
        var before = (await community.GetFromJsonAsync<Coverage>($"/api/v1/field/coverage?week={week.Monday.AddDays(-1):yyyy-MM-dd}", Ct))!;
        Assert.Empty(before.Walks);

        var page = await community.Read("/console/patrols");
        Page.AssertSound(page);
        Assert.Contains("早巡", page, StringComparison.Ordinal);
        Page.AssertSound(await community.Read("/console/patrols/routes"));
        Assert.Equal(HttpStatusCode.NoContent, (await community.Send($"/routes/{route}/retire", new { })).StatusCode);
        Assert.Equal((409, "field.route_retired"), await Ward.Outcome(await walker.Send("/patrols", new { routeId = route })));
    }

    [Fact]
    public async Task Without_a_script_a_route_is_walked_through_plain_forms()
    {
        await using var app = await Round.Open();
        using var community = await app.Browser("community");
        using var walker = await app.Browser("walker");
        var here = $"/field/patrol/{await community.Plan()}";
        Assert.Contains("早巡", await walker.Read("/field/patrol"), StringComparison.Ordinal);
        await Submit(walker, here, "start");
        var id = await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Patrol>().Select(p => p.Id).SingleAsync(Ct));
        await Submit(walker, here, "check-in-2", ("id", $"{id}"), ("point", "2"), ("words", "积水"));
        var page = await walker.Read(here);
        Page.AssertSound(page);
        Assert.Contains("积水", page, StringComparison.Ordinal);
        await Submit(walker, here, "finish", ("id", $"{id}"), ("words", "走完了"));
        Assert.NotNull(await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Patrol>().Select(p => p.FinishedAt).SingleAsync(Ct)));
    }

    private static async Task Submit(HttpClient client, string address, string handler, params (string Name, string Value)[] fields)
    {
        var form = fields.Append(("_handler", handler)).Append(("__RequestVerificationToken", ConsoleTown.Token(await client.Read(address))));
        using var answer = await client.PostAsync(address, new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Item1, f.Item2))), Ct);
        Assert.True((int)answer.StatusCode is 302 or 303, $"{handler}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Ct)}");
    }
}
