using System.Net;
using System.Net.Http.Json;
using Cuobian.Data;
using Cuobian.People.SignedIn;
using Cuobian.Tests.People.Residents;
using Cuobian.Tests.Support;
using Cuobian.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.SignedIn;

/// <summary>Everybody sees where they are signed in and can end it there.</summary>
public sealed class SessionListTests
{
    private const string Phone = "Mozilla/5.0 (Linux; Android 14; V2) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.49";
    private const string Desk = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_is_told_in_words_and_ended_from_another()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var desk = await On(app, Desk);
        using var phone = await On(app, Phone);
        var page = await desk.GetStringAsync("/me/sessions", Ct);
        Page.AssertSound(page);
        Assert.All(["Edge 浏览器 · Windows 电脑", "微信 · 安卓手机", "这台设备"], words => Assert.Contains(words, page, StringComparison.Ordinal));

        var other = (await Lines(desk)).Single(l => !l.Here);
        Assert.Equal(("wechat", "android"), (other.Browser, other.System));
        Assert.Equal(HttpStatusCode.NoContent, (await desk.DeleteAsync($"{FindSessions.Path}/{other.Id}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.WhoAmI()).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.WhoAmI()).StatusCode);
        Assert.Single(await Lines(desk));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.DeleteAsync($"{FindSessions.Path}/{other.Id}", Ct)).StatusCode);
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_somebody_else()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        await app.Hire("mei");
        using var lin = await On(app, Desk);
        using var mei = await On(app, Desk, "mei");
        var theirs = Assert.Single(await Lines(mei));
        Assert.Equal(HttpStatusCode.NotFound, (await lin.DeleteAsync($"{FindSessions.Path}/{theirs.Id}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await mei.WhoAmI()).StatusCode);
        using var stranger = app.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(FindSessions.Path, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_session_ended_on_another_node_ends_here_within_three_seconds()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = await On(app, Desk);
        await client.WhoAmI();
        DateTimeOffset? now = app.Clock.GetUtcNow();
        await app.InScope(services => services.GetRequiredService<CuobianDb>().Set<Session>().ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), Ct));
        app.Clock.Advance(LiveSessions.Fresh);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.WhoAmI()).StatusCode);
    }

    [Fact]
    public async Task After_signing_out_a_copy_of_the_cookie_opens_nothing()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = app.CreateClient();
        var cookie = (await client.SignIn("lin")).Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        await client.DeleteAsync(Staff.Session, Ct);
        using var thief = app.CreateClient();
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.WhoAmI()).StatusCode);
    }

    [Fact]
    public async Task Being_seen_is_written_at_most_once_a_minute()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = await On(app, Desk);
        async Task<DateTimeOffset> Seen() => (await app.InScope(services => services.GetRequiredService<CuobianDb>().Set<Session>().AsNoTracking().SingleAsync(Ct))).SeenAt;
        app.Clock.Advance(TimeSpan.FromSeconds(59));
        await client.WhoAmI();
        Assert.Equal(TestClock.Start.ToUniversalTime(), await Seen());
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        await client.WhoAmI();
        Assert.Equal(app.Clock.GetUtcNow(), await Seen());
    }

    [Fact]
    public async Task A_resident_stays_signed_in_for_weeks_but_not_for_ever()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        await client.EnterByPhone(app);
        for (var days = 0; days < 84; days += 12)
        {
            app.Clock.Advance(TimeSpan.FromDays(12));
            Assert.Equal(HttpStatusCode.OK, (await client.WhoAmI()).StatusCode);
        }
        app.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.WhoAmI()).StatusCode);
    }

    [Theory]
    [InlineData("113.87.12.9", "113.87.*.*")]
    [InlineData("2408:8214:1::", "2408:8214:*")]
    [InlineData("unknown", "")]
    public void An_address_is_kept_without_its_end(string address, string kept) => Assert.Equal(kept, Device.Masked(address));

    [Fact]
    public void Every_device_has_a_word() =>
        Assert.All(Device.Names, name => Assert.Contains($"\"device_{name}\"", File.ReadAllText(Architecture.House.PathTo("src/Cuobian/People/Text.resx")), StringComparison.Ordinal));

    private static async Task<HttpClient> On(CuobianApp app, string device, string login = "lin")
    {
        var client = app.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", device);
        await client.SignIn(login);
        return client;
    }

    private static async Task<List<FindSessions.Line>> Lines(HttpClient client) => (await client.GetFromJsonAsync<List<FindSessions.Line>>(FindSessions.Path, Ct))!;
}
