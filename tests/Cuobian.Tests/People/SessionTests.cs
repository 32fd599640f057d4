using System.Net;
using Cuobian.Data;
using Cuobian.People;
using Cuobian.Tests.Support;
using Cuobian.Web;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People;

/// <summary>How long a session lives, and what ends it sooner.</summary>
public sealed class SessionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http", false)]
    [InlineData("https", true)]
    public async Task The_cookie_is_hidden_from_scripts_and_other_sites_and_secure_over_https(string scheme, bool secure)
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = app.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri($"{scheme}://localhost") });
        var cookie = Assert.Single((await client.SignIn("lin")).Headers.GetValues("Set-Cookie"));
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(secure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_new_password_ends_every_session()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = app.CreateClient();
        await client.SignIn("lin");
        Assert.Equal(HttpStatusCode.OK, (await client.WhoAmI()).StatusCode);
        await app.InScope(services => services.GetRequiredService<ResetPassword>().Run("lin", "another long password", Ct));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.WhoAmI()).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.SignIn("lin", "another long password")).StatusCode);
    }

    [Fact]
    public async Task A_session_ended_on_another_node_ends_here_within_half_a_minute()
    {
        await using var app = await CuobianApp.Start();
        var account = await app.Hire("lin");
        using var client = app.CreateClient();
        await client.SignIn("lin");
        await client.WhoAmI();
        await app.InScope(services => services.GetRequiredService<CuobianDb>().Accounts
            .Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.SecurityStamp, "other"), Ct));
        app.Clock.Advance(Actors.Fresh);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.WhoAmI()).StatusCode);
    }

    [Fact]
    public async Task An_idle_session_ends_after_eight_hours_and_any_after_a_day()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = app.CreateClient();
        await client.SignIn("lin");
        for (var i = 0; i < 4; i++)
        {
            app.Clock.Advance(TimeSpan.FromHours(5.5));
            Assert.Equal(HttpStatusCode.OK, (await client.WhoAmI()).StatusCode);
        }
        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.WhoAmI()).StatusCode);

        await client.SignIn("lin");
        app.Clock.Advance(TimeSpan.FromHours(8.1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.WhoAmI()).StatusCode);
    }

    [Fact]
    public async Task A_post_that_ended_gives_no_rights()
    {
        await using var app = await CuobianApp.Start();
        var account = await app.Hire("lin");
        using var client = app.CreateClient();
        await client.SignIn("lin");
        await app.InScope(services => services.GetRequiredService<CuobianDb>().Posts
            .Where(p => p.Account == account.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.To, TestClock.Start.AddHours(1)), Ct));
        Assert.Contains("matters.dispatch", await (await client.WhoAmI()).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.DoesNotContain("matters.dispatch", await (await client.WhoAmI()).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_node_on_the_same_database_knows_the_session()
    {
        var settings = await TestDatabase.New();
        await using var one = new CuobianApp(settings);
        await one.Hire("lin");
        using var client = one.CreateClient();
        var cookie = (await client.SignIn("lin")).Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        Assert.True(await one.InScope(services => services.GetRequiredService<CuobianDb>().Set<StoredKey>().AnyAsync(Ct)));

        using var two = one.WithWebHostBuilder(_ => { });
        using var other = two.CreateClient();
        other.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(HttpStatusCode.OK, (await other.WhoAmI()).StatusCode);
    }

    [Fact]
    public async Task Signing_out_of_a_page_needs_the_form_of_that_page()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = app.CreateClient();
        await client.SignIn("lin");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/sign-out", new FormUrlEncodedContent([]), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.WhoAmI()).StatusCode);
    }

    [Theory]
    [InlineData("/console?area=359902", "/console?area=359902")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("\\\\evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/\n/evil.example", "/")]
    [InlineData(" //evil.example", "/")]
    public void After_signing_in_one_stays_in_the_house(string? asked, string expected) => Assert.Equal(expected, Preferences.LocalPath(asked));
}
