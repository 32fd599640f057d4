using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People;

/// <summary>Keys for programs: narrow, short-lived, revocable, unreadable in the database.</summary>
public sealed class TokenTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_acts_as_its_account_with_its_own_limit()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("partner", "api-partner", "3599");
        using var client = With(app, (await app.Issue("partner", [], perMinute: 77)).Secret);
        var me = await client.GetFromJsonAsync<ShowSession.Answer>(Staff.Session, Ct);
        Assert.Equal(("partner", 77), (me!.Name, me.CallsPerMinute));
        Assert.Contains(new Grant("matters.report_for", "3599"), me.Grants);
    }

    [Fact]
    public async Task A_scope_narrows_what_the_account_may()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("partner", "api-partner", "3599");
        using var client = With(app, (await app.Issue("partner", ["matters.read"])).Secret);
        var me = await client.GetFromJsonAsync<ShowSession.Answer>(Staff.Session, Ct);
        Assert.Equal([new Grant("matters.read", "3599")], me!.Grants);
    }

    [Fact]
    public async Task A_scope_cannot_widen_what_the_account_may()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("partner", "api-partner", "3599");
        var invalid = await Assert.ThrowsAsync<Invalid>(() => app.Issue("partner", ["matters.dispatch"]));
        Assert.Equal("people.scope_not_held", Assert.Single(invalid.Faults).Code);
    }

    [Fact]
    public async Task A_token_stops_when_it_expires()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("partner", "api-partner", "3599");
        using var client = With(app, (await app.Issue("partner", [], days: 3)).Secret);
        app.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await client.WhoAmI()).StatusCode);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await IsRefused(await client.WhoAmI());
    }

    [Fact]
    public async Task A_revoked_token_stops_at_once()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("partner", "api-partner", "3599");
        var token = await app.Issue("partner", []);
        using var client = With(app, token.Secret);
        Assert.Equal(HttpStatusCode.OK, (await client.WhoAmI()).StatusCode);
        Assert.True(await app.InScope(services => services.GetRequiredService<RevokeToken>().Run(token.Id, Ct)));
        await IsRefused(await client.WhoAmI());
    }

    [Fact]
    public async Task The_tokens_of_a_closed_account_stop_at_once()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("partner", "api-partner", "3599");
        using var client = With(app, (await app.Issue("partner", [])).Secret);
        Assert.Equal(HttpStatusCode.OK, (await client.WhoAmI()).StatusCode);
        await app.InScope(services => services.GetRequiredService<DisableAccount>().Run("partner", Ct));
        await IsRefused(await client.WhoAmI());
    }

    [Theory]
    [InlineData("cb_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_wrong_token_is_refused_rather_than_taken_for_a_stranger(string secret)
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = app.CreateClient();
        await client.SignIn("lin");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {secret}");
        await IsRefused(await client.WhoAmI());
        await IsRefused(await client.GetAsync("/api/v1/nowhere", Ct));
    }

    [Fact]
    public async Task The_database_does_not_hold_the_secret()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("partner", "api-partner", "3599");
        var made = await app.Issue("partner", []);
        Assert.StartsWith("cb_", made.Secret, StringComparison.Ordinal);
        var stored = await app.InScope(services => services.GetRequiredService<CuobianDb>().Tokens.SingleAsync(Ct));
        Assert.DoesNotContain(made.Secret[3..], stored.Hash, StringComparison.Ordinal);
        Assert.Equal(64, stored.Hash.Length);
    }

    [Fact]
    public async Task Whoever_administers_a_county_makes_no_token_for_another()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("partner", "api-partner", "359921");
        var county = new Actor(Guid.CreateVersion7(TestClock.Start), "", null, [new Grant("people.tokens", "359902")]);
        await Assert.ThrowsAsync<Denied>(() => app.InScope(services =>
            services.GetRequiredService<CreateToken>().Run(new CreateToken.Form("partner", "test", []), Ct), county));
    }

    private static HttpClient With(CuobianApp app, string secret)
    {
        var client = app.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    private static async Task IsRefused(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("people.token_invalid", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }
}
