using System.Net;
using Cuobian.Tests.Support;
using Cuobian.Web;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Cuobian.Tests.Web;

/// <summary>The language and the elder view follow the reader and are remembered.</summary>
public sealed class PreferencesTests
{
    private static readonly WebApplicationFactoryClientOptions NoRedirects = new() { AllowAutoRedirect = false };

    [Theory]
    [InlineData(null, null, "", "zh-CN")]
    [InlineData("zh-TW,zh;q=0.9,en;q=0.8", null, "", "zh-CN")]
    [InlineData("en-GB,zh;q=0.5", null, "", "en")]
    [InlineData("fr,en;q=0.4", null, "", "en")]
    [InlineData("fr", null, "", "zh-CN")]
    [InlineData("en", "zh-CN", "", "zh-CN")]
    [InlineData("zh", "en", "", "en")]
    [InlineData("zh", "en", "?lang=zh", "zh-CN")]
    [InlineData("en", "nonsense", "?lang=xx", "en")]
    public async Task The_address_wins_over_the_memory_and_the_memory_over_the_browser(string? accepted, string? remembered, string query, string expected)
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"/design{query}");
        if (accepted is not null) ask.Headers.Add("Accept-Language", accepted);
        if (remembered is not null) ask.Headers.Add("Cookie", $"lang={remembered}");
        var page = await client.SendAsync(ask, TestContext.Current.CancellationToken);
        Assert.Contains($"<html lang=\"{expected}\"", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_is_remembered_and_leads_back_to_the_page()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        Assert.Contains("<html lang=\"en\"", await client.GetStringAsync("/lang?to=en&back=/design", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var elder = await client.GetStringAsync("/elder?on=1&back=/design", TestContext.Current.CancellationToken);
        Assert.Contains("<html lang=\"en\" data-elder", elder, StringComparison.Ordinal);
        Assert.DoesNotContain("<html lang=\"en\" data-elder", await client.GetStringAsync("/elder?on=0&back=/design", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_asked_the_way_back_begins_at_our_own_door() => Check.QuickThrowOnFailure(Prop.ForAll<string, string>((start, rest) =>
        new[] { rest, $"/{rest}", $"//{rest}", $"/\\{rest}", $"{start}/{rest}" }.Select(Preferences.LocalPath)
            .All(path => path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\')))));

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("~/design")]
    [InlineData("/\n/evil.example")]
    [InlineData("")]
    public async Task No_address_leads_out_of_the_house(string back)
    {
        Assert.Equal("/", Preferences.LocalPath(back));
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient(NoRedirects);
        foreach (var door in new[] { "/lang?to=en", "/elder?on=1" })
        {
            var answer = await client.GetAsync($"{door}&back={Uri.EscapeDataString(back)}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal("/", answer.Headers.Location!.OriginalString);
        }
    }
}
