using System.Net;
using System.Text.RegularExpressions;
using Cuobian.Tests.Matters.Pages;
using Cuobian.Tests.People;
using Cuobian.Tests.Web;

namespace Cuobian.Tests.Matters.Rules;

/// <summary>Settings are changed on plain pages with plain forms.</summary>
public sealed partial class SettingsPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rule_goes_from_a_form_through_the_dry_run_to_a_version()
    {
        await using var app = await ConsoleTown.Open();
        var number = await app.Report();
        using var centre = await app.Browser("centre");
        Page.AssertSound(await centre.Read("/console/settings"));
        var form = await centre.Read("/console/settings/rules/row");
        Page.AssertSound(form);

        var wrong = await Send(centre, form, "/console/settings/rules/row", "row", ("name", ""), ("target", "Unit"), ("area", "12"));
        var page = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Page.AssertSound(page);
        Assert.Contains("f-unit-error", page, StringComparison.Ordinal);
        Assert.Contains("f-area-error", page, StringComparison.Ordinal);

        var saved = await Send(centre, form, "/console/settings/rules/row", "row", ("name", "路灯"), ("category", "0203"), ("target", "Unit"), ("unit", ConsoleTown.CityManagers));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Page.AssertSound(await centre.Read("/console/settings/rules"));
        var preview = await centre.Read("/console/settings/rules/preview?last=10");
        Page.AssertSound(preview);
        Assert.Contains("看了 1 件", preview, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Send(centre, preview, "/console/settings/rules/preview", "publish", ("note", "路灯归城管"))).StatusCode);
        Page.AssertSound(await centre.Read("/console/settings/rules/versions/1"));
        Assert.Contains("路灯", await centre.Read("/console/settings/rules/versions/1.csv"), StringComparison.Ordinal);
        Assert.NotEmpty(number);
    }

    [Fact]
    public async Task Every_kind_has_its_pages_and_those_without_the_right_have_none()
    {
        await using var app = await ConsoleTown.Open();
        await app.Hire("admin", "administrator", "3599");
        using var admin = await app.Browser("admin");
        foreach (var kind in new[] { "rules", "categories", "questions", "templates", "calendar" })
        {
            Page.AssertSound(await admin.Read($"/console/settings/{kind}"));
            Page.AssertSound(await admin.Read($"/console/settings/{kind}/row"));
            if (kind != "rules") Page.AssertSound(await admin.Read($"/console/settings/{kind}/versions/1"));
        }
        using var handler = await app.Browser("handler");
        foreach (var address in new[] { "/console/settings", "/console/settings/rules", "/console/settings/rules/preview", "/console/settings/categories/versions/1.json" })
            Assert.Equal(HttpStatusCode.Forbidden, (await handler.GetAsync(address, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/console/settings/nothing", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_template_fills_the_words_of_a_result_and_nothing_is_sent()
    {
        await using var app = await ConsoleTown.Open();
        var number = await app.Dispatched();
        using var handler = await app.Browser("handler");
        await handler.Act(number, "accept");
        var filled = await handler.Send(number, "submit", ("submit-template", "zh:lamp"), ("submit-template-fill", "yes"));
        Assert.Equal(HttpStatusCode.OK, filled.StatusCode);
        Assert.Contains("当晚试过", WebUtility.HtmlDecode(await filled.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, string page, string address, string handler, params (string Name, string Value)[] fields)
    {
        var body = fields.Select(f => KeyValuePair.Create(f.Name, f.Value))
            .Append(KeyValuePair.Create("_handler", handler)).Append(KeyValuePair.Create("__RequestVerificationToken", ConsoleTown.Token(page)))
            .Append(KeyValuePair.Create("stamp", Stamp().Match(page).Groups[1].Value));
        return await client.PostAsync(address, new FormUrlEncodedContent(body), Ct);
    }

    [GeneratedRegex("name=\"stamp\" value=\"([^\"]+)\"")]
    private static partial Regex Stamp();
}
