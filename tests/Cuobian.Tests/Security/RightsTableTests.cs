using System.Net;
using System.Text;
using Cuobian.People;
using Cuobian.Tests.Architecture;
using Cuobian.Tests.Matters;
using Cuobian.Tests.People;
using Cuobian.Tests.Places;
using Cuobian.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Security;

/// <summary>
/// Every route with every role, inside and outside its area: the first answer equals the reviewed table <c>Rights.csv</c>.
/// The answers: ok (served, or led on after a form), bad (400 or 409: past the door, and refused there), 401, 403, 404, in (led to sign in).
/// </summary>
public sealed class RightsTableTests
{
    private const string File = "tests/Cuobian.Tests/Security/Rights.csv";
    private const string Form = """
        {"reason":"table","words":"table of rights","categoryCode":"0203","unitCode":"359902000000-CG","unitCodes":["359902000000-HW"],"outcome":"solved","purpose":"callBack",
         "tier":"key","hours":1,"until":"2026-03-20T09:00:00+08:00","pause":"weather","target":"202603000017","divertTo":"mediation","prompt":true,"solved":true,"satisfied":true}
        """;
    private const string Inside = Town.One;
    private const string Outside = "359921";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_answers_every_role_as_the_reviewed_table_says()
    {
        await using var ward = await Ward.Open();
        var people = await Everybody(ward);
        var matter = await ward.In(Cuobian.Matters.MatterState.Withdrawn);
        var routes = Routes(ward.App);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var route in routes)
        {
            var answers = new List<(string Who, string Answer)>();
            foreach (var (who, client) in people) answers.Add((who, await Try(client, route, matter.Number)));
            found[route] = Row(answers);
        }
        if (Environment.GetEnvironmentVariable("CUOBIAN_WRITE_TABLES") == "1")
            await System.IO.File.WriteAllLinesAsync(House.PathTo(File), found.Select(row => $"{row.Key},{row.Value}").Prepend(Head), Ct);

        var reviewed = (await System.IO.File.ReadAllLinesAsync(House.PathTo(File), Ct)).Skip(1).Select(line => line.Split(',', 2)).ToDictionary(row => row[0], row => row[1]);
        var wrong = found.Where(row => reviewed.GetValueOrDefault(row.Key) != row.Value)
            .Select(row => reviewed.TryGetValue(row.Key, out var was)
                ? $"{row.Key}: the table says \"{was}\", the program does \"{row.Value}\""
                : $"{row.Key} has no row. If this is right, add to {File}: {row.Key},{row.Value}")
            .Concat(reviewed.Keys.Except(found.Keys).Select(gone => $"{gone} stands in {File} and is no route any more: take it out"));
        Findings.MustBeNone(wrong);
    }

    private const string Head = "route,answers (the commonest first; then who is answered otherwise; @ is an account of that role outside the area, ^ one for the whole house)";

    /// <summary>The commonest answer, then those who get another: short enough to review.</summary>
    private static string Row(List<(string Who, string Answer)> answers)
    {
        var groups = answers.GroupBy(a => a.Answer).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        return string.Join("; ", groups.Select((g, i) => i == 0 ? g.Key : $"{g.Key}: {string.Join(' ', g.Select(a => a.Who))}"));
    }

    private static async Task<List<(string Who, HttpClient Client)>> Everybody(Ward ward)
    {
        var people = new List<(string, HttpClient)> { ("stranger", Browser(ward)) };
        foreach (var role in SeedData.Roles())
            foreach (var (mark, area) in role.NeedsSecondFactor ? new[] { ("", Inside), ("@", Outside), ("^", "") } : [("", Inside), ("@", Outside)])
            {
                var login = $"{mark switch { "" => "in", "@" => "out", _ => "top" }}.{role.Code}";
                await ward.App.Hire(login, role.Code, area, role.OfUnit ? mark.Length == 0 ? Ward.Lead : "359921000000-CG" : null);
                var client = Browser(ward);
                Assert.Equal(HttpStatusCode.NoContent, (await client.SignIn(login)).StatusCode);
                people.Add((role.Code + mark, client));
            }
        return people;
    }

    private static HttpClient Browser(Ward ward)
    {
        var browser = ward.Keep(ward.App.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false }));
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return browser;
    }

    /// <summary>Every method of every endpoint, except files of the house itself.</summary>
    private static List<string> Routes(CuobianApp app) =>
    [
        .. app.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => $"{m} /{e.RoutePattern.RawText?.TrimStart('/')}"))
            .Distinct().Where(r => !IsLeftOut(r)),
    ];

    /// <summary>Signing out would end the session of the one who asks; files and framework endpoints hold nothing.</summary>
    private static bool IsLeftOut(string route) =>
        route is "DELETE /api/v1/session" or "POST /sign-out" || route.Contains("{**", StringComparison.Ordinal) || route.Contains("{*", StringComparison.Ordinal) || route.Contains("/_framework", StringComparison.Ordinal);

    /// <summary>
    /// The matter was withdrawn, so that a command which gets past the door is refused by the table of states and changes nothing; its
    /// form is filled, so that nothing is turned away for an empty field first. Forms of pages come without their token.
    /// </summary>
    private static async Task<string> Try(HttpClient client, string route, string number)
    {
        var (method, path) = route.Split(' ', 2) is [var verb, var rest] ? (verb, Filled(rest, number)) : throw new InvalidOperationException();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT" or "PATCH")
            request.Content = path.StartsWith("/api/", StringComparison.Ordinal) ? new StringContent(Form, Encoding.UTF8, "application/json") : new FormUrlEncodedContent([]);
        using var answer = await Sent(client, request);
        return (int)answer.StatusCode switch
        {
            302 when answer.Headers.Location?.OriginalString.Contains("sign-in", StringComparison.Ordinal) == true => "in",
            >= 200 and < 400 => "ok",
            400 or 409 or 413 or 415 or 422 => "bad",
            var status => status.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    /// <summary>An answer that breaks off is told with its route; one that never ends (a live line) is not waited for.</summary>
    private static async Task<HttpResponseMessage> Sent(HttpClient client, HttpRequestMessage request)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        }
        catch (HttpRequestException broken)
        {
            throw new InvalidOperationException($"{request.Method} {request.RequestUri} broke off: {broken.GetBaseException().Message}", broken);
        }
    }

    private static string Filled(string pattern, string number) => System.Text.RegularExpressions.Regex.Replace(pattern, @"\{(\w+)(:[^}]*)?\??\}", blank => blank.Groups[1].Value switch
    {
        "number" or "Number" => number,
        var name when blank.Groups[2].Value == ":guid" || name is "id" or "Id" => "00000000-0000-0000-0000-000000000001",
        "documentName" => "v1",
        "code" or "Code" when pattern.Contains("roles", StringComparison.Ordinal) => "leader",
        "Status" or "status" => "404",
        "format" => "json",
        _ => "x",
    });
}
