using System.Net;
using System.Text.RegularExpressions;
using Cuobian.Matters;
using Cuobian.Places;
using Cuobian.Tests.Files;
using Cuobian.Tests.People;
using Cuobian.Tests.Places;
using Cuobian.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters.Pages;

/// <summary>A small town with units, staff of every part, and browsers without JavaScript.</summary>
internal static partial class ConsoleTown
{
    /// <summary>Stands for a photo among the values of a form.</summary>
    public const string Photo = "photo:";
    public const string CityManagers = "359902000000-CG";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<CuobianApp> Open()
    {
        var app = await CuobianApp.Start();
        app.Clock.Set(Some.Monday);
        await app.InScope(s => s.GetRequiredService<ImportAreas>().Run(Town.AsFile(Town.Areas), new ImportAreas.Form(), Ct));
        await app.AddDemoUnits();
        await app.Hire("street");
        await app.Hire("handler", "department-handler", "3599", CityManagers);
        await app.Hire("verifier", "verifier", "3599");
        await app.Hire("centre", "supervisor", "3599", "359900000000-ZZ");
        await app.Hire("grid", "grid-worker", Town.One);
        return app;
    }

    public static async Task<string> Report(this CuobianApp app, string text = "小区东门那盏灯坏三天了", string area = Town.One) =>
        (await app.InScope(s => s.GetRequiredService<ReportMatter>().Run(new ReportMatter.Form { Text = text, AreaCode = area }, Channel.Web, Ct), Cuobian.Kernel.Actor.Anonymous)).Number;

    public static async Task<string> Dispatched(this CuobianApp app)
    {
        var number = await app.Report();
        using var street = await app.Browser("street");
        await street.Act(number, "classify", ("classify-categoryCode", "0203"));
        await street.Act(number, "dispatch", ("dispatch-unitCode", CityManagers));
        return number;
    }

    public static async Task<HttpClient> Browser(this CuobianApp app, string login)
    {
        var client = app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        client.DefaultRequestHeaders.Add("Accept-Language", "zh-CN");
        Assert.True((await client.SignIn(login)).IsSuccessStatusCode);
        return client;
    }

    public static async Task<string> Read(this HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, Ct);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {(int)answer.StatusCode} {html[..Math.Min(300, html.Length)]}");
        return html;
    }

    /// <summary>Fills in the form of an act on the matter's page and sends it; the answer must lead back.</summary>
    public static async Task Act(this HttpClient client, string number, string act, params (string Name, string Value)[] fields)
    {
        using var answer = await client.Send(number, act, fields);
        Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther, $"{act}: {(int)answer.StatusCode} {WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct))}");
    }

    public static async Task<HttpResponseMessage> Send(this HttpClient client, string number, string act, params (string Name, string Value)[] fields)
    {
        var address = $"/console/matters/{number}";
        var token = Token(await client.Read(address));
        var form = new MultipartFormDataContent { { new StringContent($"act-{act}"), "_handler" }, { new StringContent(token), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields)
            if (value == Photo) form.Add(new ByteArrayContent(SomePhoto.Named("camera.jpg")), name, "photo.jpg");
            else form.Add(new StringContent(value), name);
        return await client.PostAsync(address, form, Ct);
    }

    public static string Token(string html) => FormToken().Match(html).Groups[1].Value;

    public static List<string> Rows(string html) => [.. RowNumber().Matches(html).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("data-row=\"(\\d+)\"")]
    private static partial Regex RowNumber();
}
