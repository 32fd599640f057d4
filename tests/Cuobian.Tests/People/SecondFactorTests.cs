using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Cuobian.Kernel;
using Cuobian.People;
using Cuobian.People.SecondFactor;
using Cuobian.Tests.Support;
using Cuobian.Tests.Web;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People;

/// <summary>The second factor: its codes, enrolling on a page, and signing in with it.</summary>
public sealed partial class SecondFactorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_RFC_6238(long seconds, string code) =>
        Assert.Equal(code, Totp.CodeAt(Encoding.ASCII.GetBytes("12345678901234567890"), Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds)), 8));

    [Fact]
    public void A_secret_survives_its_spelling()
    {
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Base32(Encoding.ASCII.GetBytes("12345678901234567890")));
        Assert.Equal("12345678901234567890", Encoding.ASCII.GetString(Totp.Bytes("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")));
    }

    [Fact]
    public async Task The_pages_enrol_and_ask_for_the_code_at_the_next_sign_in()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var browser = Browser(app);
        await browser.SignIn("lin");
        Assert.Equal(HttpStatusCode.Redirect, (await Post(browser, "/me/second-factor", "begin", [])).StatusCode);
        var page = await browser.GetStringAsync("/me/second-factor", Ct);
        Page.AssertSound(page);
        var secret = Secret().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(browser, "/me/second-factor", "confirm", [("code", "000000")])).StatusCode);
        var done = await (await Post(browser, "/me/second-factor", "confirm", [("code", Now(app, secret))])).Content.ReadAsStringAsync(Ct);
        var recovery = Recovery().Matches(done).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(RecoveryCode.Count, recovery.Distinct().Count());

        using var next = Browser(app);
        var answer = await Post(next, "/sign-in?back=%2Fme", "sign-in", [("login", "lin"), ("password", Staff.Password)]);
        var second = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.Unauthorized, (await next.WhoAmI()).StatusCode);
        var slip = Slip().Match(second).Groups[1].Value;
        app.Clock.Advance(Totp.Step);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostTo(next, second, "sign-in-code", [("slip", slip), ("code", "123456")])).StatusCode);
        answer = await PostTo(next, second, "sign-in-code", [("slip", slip), ("code", Now(app, secret))]);
        Assert.Equal((HttpStatusCode.Redirect, "/me"), (answer.StatusCode, answer.Headers.Location!.OriginalString.Replace("http://localhost", "", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, (await next.WhoAmI()).StatusCode);
        Page.AssertSound(await next.GetStringAsync("/me", Ct));
    }

    [Fact]
    public async Task A_code_and_a_recovery_code_are_good_once()
    {
        await using var app = await CuobianApp.Start();
        var (secret, codes) = await Enrol(app, "lin");
        using var client = app.CreateClient();
        Assert.Contains("people.code_needed", await (await client.SignIn("lin")).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await With(client, Now(app, secret)));
        app.Clock.Advance(Totp.Step);
        Assert.Equal(HttpStatusCode.NoContent, await With(client, Now(app, secret)));
        Assert.Equal(HttpStatusCode.Unauthorized, await With(client, Now(app, secret)));
        Assert.Equal(HttpStatusCode.NoContent, await With(client, codes[3].ToUpperInvariant()));
        Assert.Equal(HttpStatusCode.Unauthorized, await With(client, codes[3]));
        Assert.Equal(HttpStatusCode.NoContent, await With(client, codes[4]));
    }

    [Fact]
    public async Task Wrong_codes_make_the_account_rest()
    {
        await using var app = await CuobianApp.Start();
        var (secret, _) = await Enrol(app, "lin");
        using var client = app.CreateClient();
        for (var n = 0; n < Account.FreeAttempts; n++) await With(client, "000000");
        app.Clock.Advance(Totp.Step);
        Assert.Equal(HttpStatusCode.Unauthorized, await With(client, Now(app, secret)));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.NoContent, await With(client, Now(app, secret)));
    }

    [Fact]
    public async Task A_slip_that_is_old_or_made_up_leads_back_to_the_password()
    {
        await using var app = await CuobianApp.Start();
        await Enrol(app, "lin");
        using var browser = Browser(app);
        var second = WebUtility.HtmlDecode(await (await Post(browser, "/sign-in", "sign-in", [("login", "lin"), ("password", Staff.Password)])).Content.ReadAsStringAsync(Ct));
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        foreach (var slip in new[] { Slip().Match(second).Groups[1].Value, "made-up" })
            Assert.Contains("请重新输入密码", WebUtility.HtmlDecode(await (await PostTo(browser, second, "sign-in-code", [("slip", slip), ("code", "123456")])).Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
    }

    private static async Task<(string Secret, IReadOnlyList<string> Codes)> Enrol(CuobianApp app, string login)
    {
        var account = await app.Hire(login);
        var me = new Actor(account.Id, login, null, []);
        var secret = await app.InScope(async services =>
        {
            await services.GetRequiredService<EnrolSecondFactor>().Begin(Ct);
            return (await services.GetRequiredService<EnrolSecondFactor>().Show(Ct)).Secret!;
        }, me);
        return (secret, await app.InScope(services => services.GetRequiredService<EnrolSecondFactor>().Confirm(Now(app, secret), Ct), me));
    }

    private static string Now(CuobianApp app, string secret) => Totp.CodeAt(Totp.Bytes(secret), Totp.StepAt(app.Clock.GetUtcNow()));

    private static async Task<HttpStatusCode> With(HttpClient client, string code) =>
        (await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(client, Staff.Session, new { login = "lin", password = Staff.Password, code }, Ct)).StatusCode;

    private static HttpClient Browser(CuobianApp app) => app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    private static async Task<HttpResponseMessage> Post(HttpClient client, string address, string form, (string, string)[] fields) =>
        await PostTo(client, WebUtility.HtmlDecode(await client.GetStringAsync(address, Ct)), form, fields);

    private static Task<HttpResponseMessage> PostTo(HttpClient client, string page, string form, (string Name, string Value)[] fields)
    {
        var all = fields.Append(("_handler", form)).Append(("__RequestVerificationToken", Token().Match(page).Groups[1].Value));
        var address = Action().Matches(page).Select(m => m.Groups[1].Value).First(a => !a.Contains("language", StringComparison.Ordinal) && !a.Contains("view", StringComparison.Ordinal));
        return client.PostAsync(address, new FormUrlEncodedContent(all.Select(f => KeyValuePair.Create(f.Item1, f.Item2))), Ct);
    }

    [GeneratedRegex("<form class=\"card pad stack-2\" method=\"post\" action=\"([^\"]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"slip\" value=\"([^\"]+)\"")]
    private static partial Regex Slip();

    [GeneratedRegex("<code>([A-Z2-7 ]{39})</code>")]
    private static partial Regex Secret();

    [GeneratedRegex("<code>([a-z2-9]{5}-[a-z2-9]{5})</code>")]
    private static partial Regex Recovery();
}
