using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cuobian.Matters;
using Cuobian.People;
using Cuobian.Tests.Matters;
using Cuobian.Tests.People;
using Cuobian.Tests.People.Residents;
using Cuobian.Tests.Places;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Security;

/// <summary>The house as somebody meets it who wants what is not theirs.</summary>
public sealed class AttackTests(OpenWard open) : IClassFixture<OpenWard>
{
    private const string Evil = "<script>alert(7)</script>\"'><img src=x onerror=alert(7)>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Ward Ward => open.Ward;

    [Fact]
    public async Task Another_residents_matter_cannot_be_guessed()
    {
        var matter = await Ward.Report();
        using var other = Ward.App.CreateClient();
        await other.EnterByPhone(Ward.App, "13911110001");
        foreach (var path in new[] { "", "?code=", "?code=00000000", "/access", "/access?code=00000000" })
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"{Ward.Matters}/{matter.Number}{path}", Ct)).StatusCode);
        foreach (var act in new[] { "withdraw", "rate", "urge", "reopen", "comment", "reply", "appeal" })
            Assert.Contains((await Ward.Post(other, $"/{matter.Number}/{act}?code=00000000", new { words = "mine", reason = "mine", prompt = true, solved = true, satisfied = true })).StatusCode,
                new[] { HttpStatusCode.NotFound, HttpStatusCode.Forbidden });
        // Nor does a made-up number answer otherwise than a real one that is not theirs.
        var real = await other.GetAsync($"{Ward.Matters}/{matter.Number}", Ct);
        var none = await other.GetAsync($"{Ward.Matters}/202603990017", Ct);
        Assert.Equal(await Told(real), await Told(none));
    }

    [Fact]
    public async Task Another_countys_queue_does_not_open_by_editing_the_address()
    {
        await Ward.In(MatterState.Triage);
        await Ward.App.Hire("away", "supervisor", "359921");
        using var away = Ward.App.CreateClient();
        await away.SignIn("away");
        foreach (var asked in new[] { "", "?area=359902", $"?area={Town.One}", "?area=", $"?unit={Ward.Lead}", "?view=all&area=3599" })
        {
            var list = JsonElement.Parse(await away.GetStringAsync($"{Ward.Matters}{asked}", Ct));
            Assert.Equal(0, list.GetProperty("items").GetArrayLength());
            Assert.DoesNotContain("data-row=", await away.GetStringAsync($"/console{(asked.Length == 0 ? "?view=all" : asked)}", Ct), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_opens_nothing_after_it_was_revoked()
    {
        await Ward.App.Hire("revoked", "api-partner", "3599");
        var token = await Ward.App.Issue("revoked", []);
        using var client = Ward.App.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Ward.Matters, Ct)).StatusCode);
        await Ward.App.InScope(services => services.GetRequiredService<RevokeToken>().Run(token.Id, Ct));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(Ward.Matters, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_form_sent_again_from_another_session_or_without_its_token_does_nothing()
    {
        var app = Ward.App;
        await app.Hire("form.one");
        using var one = app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        await one.SignIn("form.one");
        var page = await one.GetStringAsync("/me/sessions", Ct);
        var token = System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var thief = app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        await app.Hire("form.two");
        await thief.SignIn("form.two");
        foreach (var stolen in new[] { token, "", "made up" })
            Assert.Equal(HttpStatusCode.BadRequest, (await thief.PostAsync("/sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", stolen)]), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await thief.WhoAmI()).StatusCode);
    }

    [Fact]
    public async Task A_field_of_ten_megabytes_is_turned_away()
    {
        var huge = new string('灯', 10_000_000 / 3);
        foreach (var (path, body) in new (string, object)[]
                 {
                     (Ward.Matters, new { text = huge }), (Staff.Session, new { login = huge, password = huge }),
                     (Cuobian.People.Residents.SendCode.Path, new { phone = huge }), ($"{Ward.Matters}/claim", new { matters = new[] { new { number = huge, code = huge } } }),
                 })
        {
            using var client = Ward.App.CreateClient();
            var answer = await client.PostAsJsonAsync(path, body, Ct);
            Assert.InRange((int)answer.StatusCode, 400, 499);
            Assert.InRange((await answer.Content.ReadAsByteArrayAsync(Ct)).Length, 0, 10_000);
        }
    }

    [Fact]
    public async Task HTML_in_a_text_field_never_becomes_HTML_of_a_page()
    {
        var report = await Ward.Report(new { text = Evil, address = Evil, point = Ward.Point(), reporter = new { name = Evil[..40], phone = "13900001234" } });
        await Ward.Do(report, "classify", new { categoryCode = Ward.Lamp, reason = Evil });
        await Ward.Do(report, "dispatch", new { unitCode = Ward.Lead, reason = Evil });
        await Ward.Do(report, "accept", new { });
        await Ward.Do(report, "submit", new { outcome = "solved", words = Evil, reason = Evil });
        await Ward.Do(report, "pass", new { words = Evil, reason = Evil }, Ward.Verifier);
        await Ward.Do(report, $"rate?code={report.Code}", new { prompt = true, solved = false, satisfied = false, words = Evil }, Ward.Stranger);
        await Ward.App.InScope(services => services.GetRequiredService<CreateAccount>().Run(
            new CreateAccount.Form("evil", Evil[..50], Staff.Password, "supervisor", "", OfficePhone: Evil[..30]), Ct));
        await Ward.App.Hire("evil.security", "security-administrator", "");
        using var staff = Ward.App.CreateClient();
        await staff.SignIn("evil");
        var reveal = await staff.PostAsJsonAsync($"{Ward.Matters}/{report.Number}/reveal", new { purpose = "callBack", words = Evil }, Ct);
        reveal.EnsureSuccessStatusCode();
        using var security = Ward.App.CreateClient();
        await security.SignIn("evil.security");
        var encoded = Uri.EscapeDataString(Evil);
        foreach (var (client, path) in new[]
                 {
                     (staff, $"/console/matters/{report.Number}"), (staff, "/console?view=all"), (staff, $"/console?text={encoded}"), (staff, "/screen"), (staff, "/me"), (staff, $"/console?area={encoded}"),
                     (security, "/console/people"), (security, $"/console/people?text={encoded}&role={encoded}"), (security, $"/console/people/why?login={encoded}&act={encoded}&number={encoded}&area={encoded}&unit={encoded}"),
                     (security, "/console/people/roles/supervisor"), (security, $"/console/people/roles/{encoded}"), (staff, $"/sign-in?back={encoded}"), (staff, $"/report?area={encoded}"), (staff, $"/{encoded}"), (staff, "/"),
                 })
        {
            client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            var page = await (await client.GetAsync(path, Ct)).Content.ReadAsStringAsync(Ct);
            Assert.DoesNotContain("<script>alert", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\"'><", page, StringComparison.Ordinal);
        }
    }

    private static async Task<string> Told(HttpResponseMessage answer) =>
        $"{(int)answer.StatusCode} {System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(Ct), "\"traceId\":\"[^\"]*\"", "")}";
}
