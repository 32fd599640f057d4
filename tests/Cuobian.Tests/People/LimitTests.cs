using System.Net;
using System.Net.Http.Headers;
using Cuobian.Tests.Support;

namespace Cuobian.Tests.People;

/// <summary>Nobody calls more often than their limit, and everybody has one of their own.</summary>
public sealed class LimitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stranger_is_told_when_to_come_back()
    {
        await using var app = await CuobianApp.Start(("Limits:AnonymousPerMinute", "3"));
        using var client = app.CreateClient();
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/nowhere", Ct)).StatusCode);
        var answer = await client.GetAsync("/api/v1/nowhere", Ct);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("http_429", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Ct)).StatusCode);
    }

    [Fact]
    public async Task Every_token_has_its_own_limit()
    {
        await using var app = await CuobianApp.Start(("Limits:AnonymousPerMinute", "1"));
        await app.Hire("partner", "api-partner", "3599");
        using var two = With(app, (await app.Issue("partner", [], perMinute: 2)).Secret);
        using var four = With(app, (await app.Issue("partner", [], perMinute: 4)).Secret);
        Assert.Equal(2, await Served(two));
        Assert.Equal(4, await Served(four));
    }

    [Fact]
    public async Task Wrong_tokens_count_as_a_stranger()
    {
        await using var app = await CuobianApp.Start(("Limits:AnonymousPerMinute", "2"));
        using var client = With(app, "cb_wrong");
        await client.WhoAmI();
        await client.WhoAmI();
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.WhoAmI()).StatusCode);
    }

    [Fact]
    public async Task Sign_ins_from_one_address_are_limited_even_for_different_accounts()
    {
        await using var app = await CuobianApp.Start(("Limits:SignInsPerMinute", "2"));
        using var client = app.CreateClient();
        await client.SignIn("a1");
        await client.SignIn("a2");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.SignIn("a3")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.WhoAmI()).StatusCode);
    }

    private static HttpClient With(CuobianApp app, string secret)
    {
        var client = app.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    private static async Task<int> Served(HttpClient client)
    {
        var served = 0;
        for (var i = 0; i < 6; i++)
            if ((await client.WhoAmI()).StatusCode == HttpStatusCode.OK) served++;
        return served;
    }
}
