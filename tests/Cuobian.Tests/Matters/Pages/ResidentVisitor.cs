using System.Net;
using System.Text.RegularExpressions;
using Cuobian.Tests.Support;
using Cuobian.Tests.Web;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Cuobian.Tests.Matters.Pages;

/// <summary>A person with a browser that knows no JavaScript: reads pages, fills in their forms, follows redirects by hand.</summary>
internal sealed partial class ResidentVisitor(CuobianApp app, string language = "zh-CN") : IDisposable
{
    public HttpClient Client { get; } = Browser(app, language);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Addresses this visitor asked for or was sent to.</summary>
    public List<string> Addresses { get; } = [];

    public async Task<string> Read(string address)
    {
        Addresses.Add(address);
        var answer = await Client.GetAsync(address, Ct);
        var page = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}\n{page}");
        Page.AssertSound(page);
        return WebUtility.HtmlDecode(Page.WithoutStyles(page));
    }

    /// <summary>Sends a form of a page with the hidden fields it came with; later fields win.</summary>
    public async Task<HttpResponseMessage> Send(string page, string address, string handler, IEnumerable<(string Name, string Value)> fields, params byte[][] photos)
    {
        using var body = new MultipartFormDataContent();
        body.Add(new StringContent(Token().Match(page).Groups[1].Value), "__RequestVerificationToken");
        if (handler.Length > 0) body.Add(new StringContent(handler), "_handler");
        foreach (var (name, value) in fields) body.Add(new StringContent(value), name);
        foreach (var photo in photos) body.Add(new ByteArrayContent(photo), "photos", "photo.jpg");
        Addresses.Add(address);
        var answer = await Client.PostAsync(address, body, Ct);
        if (answer.Headers.Location is { } place) Addresses.Add(place.ToString());
        return answer;
    }

    public async Task<HttpResponseMessage> Report(string page, IEnumerable<(string Name, string Value)> fields, params byte[][] photos) =>
        await Send(page, "/report", "report", [("key", Hidden(page, "key")), ("act", "send"), .. fields], photos);

    public static async Task<string> Words(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));

    public static string Hidden(string page, string name) => Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value;

    /// <summary>The number and the code on a receipt.</summary>
    public static (string Number, string Code) Receipt(string page)
    {
        var figures = Figures().Matches(page).Select(m => m.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal)).ToList();
        return (figures[0], figures[1]);
    }

    public void Dispose() => Client.Dispose();

    private static HttpClient Browser(CuobianApp app, string language)
    {
        var client = app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        return client;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("class=\"figures\"[^>]*>([0-9 ]+)<")]
    private static partial Regex Figures();
}
