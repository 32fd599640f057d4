using System.Net;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Tests.Support;
using Cuobian.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cuobian.Tests.Web;

/// <summary>Browsers get a kind page for what went wrong, programs get problem+json, and neither hears more than it should.</summary>
public sealed class ErrorPageTests : IAsyncLifetime
{
    private WebApplication app = null!;
    private DatabaseSettings settings = null!;
    private int posts;

    public async ValueTask InitializeAsync()
    {
        settings = await TestDatabase.New();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Cuobian", EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<IReadOnlyList<IModule>>([]);
        builder.Services.AddKernel();
        builder.Services.AddData(settings);
        builder.Services.AddWeb();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.UseWeb();
        app.UseAntiforgery();
        app.MapWeb();
        app.MapGet("/broken", string () => throw new InvalidOperationException("secret details"));
        app.MapGet("/denied", string () => throw new Denied("places.edit"));
        app.MapGet("/denied-staff", string (Acting acting) =>
        {
            acting.Actor = new Actor(Guid.Empty, "林晓敏", null, []);
            throw new Denied("places.edit");
        });
        app.MapGet("/refused", string () => throw new Refused("key_length", 8, 64));
        app.MapGet("/busy", () => Results.StatusCode(429));
        app.MapPost("/missing", () =>
        {
            posts++;
            return Results.NotFound();
        });
        app.MapGet("/api/broken", string () => throw new InvalidOperationException("secret details"));
        await app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await TestDatabase.Drop(settings);
    }

    [Theory]
    [InlineData("/nowhere", 404, "这里没有人家")]
    [InlineData("/error/500", 404, "这里没有人家")]
    [InlineData("/denied", 401, "请先登录")]
    [InlineData("/denied-staff", 403, "这一页不对您开放")]
    [InlineData("/refused", 409, "Idempotency-Key 的长度应在 8 到 64 个字符之间")]
    [InlineData("/busy", 429, "请稍等一下")]
    [InlineData("/broken", 500, "我们这边出错了")]
    public async Task A_browser_gets_a_page_in_house_style(string address, int status, string words)
    {
        var (answer, html) = await Get(address);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", html, StringComparison.Ordinal);
        Assert.StartsWith(SecurityHeaders.Policy, answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Page.AssertSound(html);
    }

    [Fact]
    public async Task The_page_speaks_the_language_of_the_reader()
    {
        var (_, html) = await Get("/broken?lang=en");
        Assert.Contains("Something broke on our side", html, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_in_leads_back_to_the_page_that_was_asked_for()
    {
        var (_, html) = await Get("/denied?tab=2");
        Assert.Contains("/sign-in?back=%2Fdenied%3Ftab%3D2", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_post_is_not_repeated_for_its_error_page()
    {
        using var client = Browser();
        var answer = await client.PostAsync("/missing", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("这里没有人家", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(1, posts);
    }

    [Theory]
    [InlineData("/api/v1/nowhere", 404)]
    [InlineData("/api/broken", 500)]
    public async Task A_program_gets_a_problem_even_when_it_says_it_is_a_browser(string address, int status)
    {
        var (answer, body) = await Get(address);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_picture_is_answered_without_a_page()
    {
        using var client = app.GetTestClient();
        var answer = await client.GetAsync("/img/nothing.png", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Pages_travel_compressed()
    {
        using var client = Browser();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        var answer = await client.GetAsync("/nowhere", TestContext.Current.CancellationToken);
        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, 300, 3_000);
    }

    private async Task<(HttpResponseMessage Answer, string Body)> Get(string address)
    {
        using var client = Browser();
        var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
        return (answer, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private HttpClient Browser()
    {
        var client = app.GetTestClient();
        client.DefaultRequestHeaders.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        return client;
    }
}
