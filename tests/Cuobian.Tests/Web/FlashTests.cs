using Cuobian.Tests.Support;
using Cuobian.Web;
using Microsoft.AspNetCore.DataProtection;

namespace Cuobian.Tests.Web;

/// <summary>What was done is told once, on the next page, and only in our own words.</summary>
public sealed class FlashTests
{
    private const string Toast = "data-toast";

    [Fact]
    public async Task A_sentence_is_told_with_its_details_and_then_forgotten()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var (html, answer) = await Get(client, Flash.Seal(app.Services).Protect("[\"too_long\",\"<b>20</b>\"]"));
        Assert.Contains(Toast, html, StringComparison.Ordinal);
        Assert.Contains("最多 &lt;b&gt;20&lt;/b&gt; 个字", html, StringComparison.Ordinal);
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("flash=;", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[\"too_long\",\"20\"]")]
    [InlineData("%5B%22too_long%22%5D")]
    public async Task What_somebody_else_wrote_is_not_told(string cookie)
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var (html, answer) = await Get(client, cookie);
        Assert.DoesNotContain(Toast, html, StringComparison.Ordinal);
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), gone => gone.StartsWith("flash=;", StringComparison.Ordinal));
    }

    private static async Task<(string Html, HttpResponseMessage Answer)> Get(HttpClient client, string cookie)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/design");
        ask.Headers.Add("Cookie", $"flash={Uri.EscapeDataString(cookie)}");
        var answer = await client.SendAsync(ask, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer);
    }
}
