using System.Net;
using System.Text.RegularExpressions;
using Cuobian.Data;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.People;
using Cuobian.Tests.Places;
using Cuobian.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters.Pages;

/// <summary>The console, the round and the wall over plain HTTP: rights, forms, refusals and figures.</summary>
public sealed partial class ConsolePageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_queue_shows_only_what_the_reader_may_read()
    {
        await using var app = await ConsoleTown.Open();
        var (here, there) = (await app.Report(), await app.Report(area: Town.Two));
        using var grid = await app.Browser("grid");
        Assert.Equal([here], ConsoleTown.Rows(await grid.Read("/console?view=all")));
        using var street = await app.Browser("street");
        Assert.Equal(new[] { here, there }.Order(), ConsoleTown.Rows(await street.Read("/console?view=all")).Order());
        using var handler = await app.Browser("handler");
        Assert.Empty(ConsoleTown.Rows(await handler.Read("/console?view=all")));
        using var hidden = await grid.GetAsync($"/console/matters/{there}", Ct);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Fact]
    public async Task A_stranger_is_asked_to_sign_in_and_a_resident_is_turned_away()
    {
        await using var app = await ConsoleTown.Open();
        using var stranger = app.CreateClient(new() { AllowAutoRedirect = false });
        foreach (var address in new[] { "/console", "/field", "/screen" })
            Assert.StartsWith("/sign-in", (await stranger.GetAsync(address, Ct)).Headers.Location!.OriginalString, StringComparison.Ordinal);
        await app.Hire("resident", "resident", "3599");
        using var resident = await app.Browser("resident");
        Assert.Equal(HttpStatusCode.Forbidden, (await resident.GetAsync("/console", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_matter_goes_from_triage_to_feedback_through_plain_forms()
    {
        await using var app = await ConsoleTown.Open();
        var number = await app.Dispatched();
        using var handler = await app.Browser("handler");
        await handler.Act(number, "accept");
        await handler.Act(number, "submit", ("submit-outcome", "Solved"), ("submit-words", "灯已修好"), ("submit-photos", ConsoleTown.Photo));
        using var verifier = await app.Browser("verifier");
        await verifier.Act(number, "pass");
        var page = await verifier.Read($"/console/matters/{number}");
        Page.AssertSound(page);
        Assert.Contains("待评价", page, StringComparison.Ordinal);
        Assert.Contains("灯已修好", page, StringComparison.Ordinal);
        Assert.Contains($"/matters/{number}/photos/", page, StringComparison.Ordinal);
        Assert.Equal(MatterState.Feedback, await StateOf(app, number));
    }

    [Fact]
    public async Task A_refusal_says_why_and_keeps_what_was_typed()
    {
        await using var app = await ConsoleTown.Open();
        var number = await app.Dispatched();
        using var handler = await app.Browser("handler");
        await handler.Act(number, "accept");
        using var answer = await handler.Send(number, "submit", ("submit-words", "灯已修好，请放心"), ("submit-photos", ConsoleTown.Photo));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Page.AssertSound(page);
        Assert.Contains("灯已修好，请放心</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#f-submit-outcome\"", page, StringComparison.Ordinal);
        Assert.Matches("name=\"submit-photos-kept\" value=\"[0-9a-f-]{36}\"", page);
        Assert.Equal(MatterState.Handling, await StateOf(app, number));
    }

    [Fact]
    public async Task Who_was_slower_is_told_why_and_loses_no_words()
    {
        await using var app = await ConsoleTown.Open();
        var number = await app.Dispatched();
        using var handler = await app.Browser("handler");
        using var answer = await handler.Send(number, "submit", ("submit-outcome", "Solved"), ("submit-words", "写了很久的说明"));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("写了很久的说明", page, StringComparison.Ordinal);
        Assert.Contains("提交结果，当前状态 待签收", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_count_on_every_tab_is_the_length_of_its_list()
    {
        await using var app = await ConsoleTown.Open();
        await app.Dispatched();
        await app.Report("还没有分");
        foreach (var login in new[] { "street", "handler", "verifier", "centre", "grid" })
        {
            using var client = await app.Browser(login);
            foreach (Match tab in Tab().Matches(await client.Read("/console")))
                Assert.Equal(int.Parse(tab.Groups[2].Value, null), ConsoleTown.Rows(await client.Read(tab.Groups[1].Value)).Count);
        }
    }

    [Fact]
    public async Task What_waits_for_somebody_is_what_they_can_move_on()
    {
        await using var app = await ConsoleTown.Open();
        var dispatched = await app.Dispatched();
        var reported = await app.Report("还没有分");
        async Task<List<string>> Mine(string login)
        {
            using var client = await app.Browser(login);
            return ConsoleTown.Rows(await client.Read("/console?view=mine"));
        }
        Assert.Equal([reported], await Mine("street"));
        Assert.Equal([dispatched], await Mine("handler"));
        Assert.Empty(await Mine("verifier"));
        app.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Contains(dispatched, await Mine("centre"));
    }

    [Fact]
    public async Task Several_matters_are_accepted_at_once_and_each_failure_is_named()
    {
        await using var app = await ConsoleTown.Open();
        var (one, two) = (await app.Dispatched(), await app.Dispatched());
        using var handler = await app.Browser("handler");
        var token = ConsoleTown.Token(await handler.Read("/console?view=all"));
        await handler.Act(two, "accept");
        using var answer = await handler.PostAsync("/console?view=all", new FormUrlEncodedContent(
            [new("_handler", "bulk"), new("__RequestVerificationToken", token), new("numbers", one), new("numbers", two)]), Ct);
        Assert.Contains(MatterNumber.Grouped(two), await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(MatterState.Handling, await StateOf(app, one));
    }

    [Fact]
    public async Task The_wall_tells_what_a_slow_count_finds()
    {
        await using var app = await ConsoleTown.Open();
        await app.Report();
        app.Clock.Advance(TimeSpan.FromDays(1));
        var number = await app.Dispatched();
        using var handler = await app.Browser("handler");
        await handler.Act(number, "accept");
        await handler.Act(number, "submit", ("submit-outcome", "Solved"), ("submit-words", "灯已修好"));
        using var verifier = await app.Browser("verifier");
        await verifier.Act(number, "pass");
        app.Clock.Advance(TimeSpan.FromDays(20));
        await app.DeliverDue();
        await app.Report("今天的");
        var figures = await app.InScope(s => s.GetRequiredService<ShowScreen>().Run("3599", Ct));
        var all = await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Matter>().Include(m => m.Clocks).AsNoTracking().ToListAsync(Ct));
        var now = app.Clock.GetUtcNow();
        Assert.Equal(1, figures.InToday);
        Assert.Equal(all.Count(m => m.State != MatterState.Closed), figures.Open);
        Assert.Equal(all.Count(m => m.NextDueAt < now), figures.Overdue);
        Assert.Equal(all.SelectMany(m => m.Clocks).Count(c => c is { Kind: ClockKind.Handle, Late: not null }), figures.OnTime.Whole);
        Assert.Equal(all.Single(m => m.ClosedAt is not null) is var closed ? (closed.ClosedAt - closed.RegisteredAt)!.Value.TotalSeconds : 0, figures.ToClose!.Value.TotalSeconds, 1);
        Assert.Equal(1, figures.Days[^1].In);
        Assert.Equal(1, figures.Days.Sum(d => d.Closed));
        using var centre = await app.Browser("centre");
        Page.AssertSound(await centre.Read("/screen"));
    }

    [Fact]
    public async Task The_pages_of_staff_are_sound_and_the_door_is_the_right_one()
    {
        await using var app = await ConsoleTown.Open();
        var number = await app.Report();
        using var grid = await app.Browser("grid");
        var round = await grid.Read("/field");
        Page.AssertSound(round);
        Assert.Contains($"/field/matters/{number}", round, StringComparison.Ordinal);
        Page.AssertSound(await grid.Read($"/field/matters/{number}"));
        using var street = await app.Browser("street");
        Page.AssertSound(await street.Read("/console"));
        Page.AssertSound(await street.Read("/console?view=all&state=triage&area=359902&overdue=true"));
        Assert.Equal(HttpStatusCode.BadRequest, (await street.GetAsync("/console?since=yesterday", Ct)).StatusCode);
        Assert.Equal("/field", await DoorOf(app, "grid"));
        Assert.Equal("/console", await DoorOf(app, "handler"));
    }

    private static async Task<string> DoorOf(Cuobian.Tests.Support.CuobianApp app, string login)
    {
        using var client = app.CreateClient(new() { AllowAutoRedirect = false });
        var token = ConsoleTown.Token(await client.Read("/sign-in"));
        using var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent(
            [new("_handler", "sign-in"), new("__RequestVerificationToken", token), new("login", login), new("password", Staff.Password)]), Ct);
        return new Uri(new Uri("http://localhost"), answer.Headers.Location!).AbsolutePath;
    }

    private static Task<MatterState> StateOf(Cuobian.Tests.Support.CuobianApp app, string number) =>
        app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Matter>().Where(m => m.Number == number).Select(m => m.State).SingleAsync(Ct));

    [GeneratedRegex("<a href=\"(/console\\?view=[^\"]+)\"[^>]*>[^<]+<b class=\"num\">(\\d+)</b>")]
    private static partial Regex Tab();
}
