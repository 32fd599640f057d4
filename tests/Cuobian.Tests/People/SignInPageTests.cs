using System.Net;
using System.Text.RegularExpressions;
using Cuobian.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Cuobian.Tests.People;

/// <summary>The sign-in page works as a plain form, without JavaScript.</summary>
public sealed partial class SignInPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_form_signs_in_and_leads_back_to_where_one_came_from()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = Browser(app);
        var answer = await Submit(client, "/sign-in?back=%2Fconsole%3Farea%3D359902", "lin", Staff.Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/console?area=359902", Place(answer));
        Assert.Equal(HttpStatusCode.OK, (await client.WhoAmI()).StatusCode);
    }

    [Theory]
    [InlineData("https%3A%2F%2Fevil.example")]
    [InlineData("%2F%2Fevil.example")]
    [InlineData("%2F%5Cevil.example")]
    public async Task The_way_back_never_leads_out_of_the_house(string back)
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = Browser(app);
        Assert.Equal("/", Place(await Submit(client, $"/sign-in?back={back}", "lin", Staff.Password)));
    }

    [Fact]
    public async Task A_wrong_password_is_answered_on_the_page_and_keeps_the_login()
    {
        await using var app = await CuobianApp.Start();
        using var client = Browser(app);
        var answer = await Submit(client, "/sign-in", "nobody", "not the password");
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("登录名或密码不对", page, StringComparison.Ordinal);
        Assert.Contains("value=\"nobody\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("not the password", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_is_not_accepted()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = Browser(app);
        var answer = await client.PostAsync("/sign-in", Fields("lin", Staff.Password, null), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.WhoAmI()).StatusCode);
    }

    [Fact]
    public async Task A_signed_in_person_can_use_the_forms_of_pages_and_sign_out()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = Browser(app);
        await client.SignIn("lin");
        var token = TokenIn(await client.GetStringAsync("/sign-in", Ct));
        var answer = await client.PostAsync("/sign-out", Fields("", "", token), Ct);
        Assert.Equal("/", Place(answer));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.WhoAmI()).StatusCode);
    }

    private static HttpClient Browser(CuobianApp app)
    {
        var client = app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        client.DefaultRequestHeaders.Add("Accept-Language", "zh-CN");
        return client;
    }

    private static async Task<HttpResponseMessage> Submit(HttpClient client, string address, string login, string password)
    {
        var page = await client.GetStringAsync(address, Ct);
        return await client.PostAsync(WebUtility.HtmlDecode(FormAction().Match(page).Groups[1].Value), Fields(login, password, TokenIn(page)), Ct);
    }

    private static FormUrlEncodedContent Fields(string login, string password, string? token) => new(
        new Dictionary<string, string?>
        {
            ["_handler"] = "sign-in",
            ["login"] = login,
            ["password"] = password,
            ["__RequestVerificationToken"] = token,
        }.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Key, f.Value!)));

    private static string? Place(HttpResponseMessage answer) => answer.Headers.Location is not { } place ? null
        : place.IsAbsoluteUri ? place.GetComponents(UriComponents.PathAndQuery, UriFormat.UriEscaped) + (place.Host == "localhost" ? "" : " elsewhere")
        : place.OriginalString;

    private static string TokenIn(string page) => FormToken().Match(page).Groups[1].Value;

    [GeneratedRegex("<form class=\"card pad stack-2\" method=\"post\" action=\"([^\"]+)\"")]
    private static partial Regex FormAction();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
