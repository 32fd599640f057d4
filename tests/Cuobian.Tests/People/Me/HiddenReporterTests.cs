using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Cuobian.Exchange.Partners;
using Cuobian.People;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Notices;
using Cuobian.Tests.Places;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cuobian.Tests.People.Me;

/// <summary>Who is complained of, and everybody else, looks everywhere and finds nobody's name: pages, API, exports, feeds, notices, messages to others, and the log.</summary>
public sealed class HiddenReporterTests
{
    private const string Name = "慕容逐浪";
    private const string Phone = "13712345678";
    private const string Door = "望潮里九巷七号二楼";
    private static readonly string[] Formats = ["json", "csv", "atom", "geojson", "xml"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_finds_the_reporter_wherever_they_look()
    {
        await using var office = await PostOffice.Open();
        await using var outside = await HttpServer.Start();
        var ward = office.Ward;
        var log = new Log();
        ward.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await Ward.Read(await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/robots", new { name = "g", kind = "json", area = "", url = outside.Address + "/robot" }, Ct));
        await ward.App.InScope(services => services.GetRequiredService<AddPartner>().Run(new AddPartner.Form { Code = "other-level", Name = "上级平台", Area = "", Url = outside.Address + "/hook" }, Ct));

        var told = await ward.Report(new { text = "施工队夜里吵", point = Ward.Point(), address = Door, reporter = new { name = Name, phone = Phone } });
        await ward.Do(told, "classify", new { categoryCode = Ward.Lamp });
        await ward.Do(told, "dispatch", new { unitCode = Ward.Lead });
        await ward.Do(told, "accept", new { });
        await ward.Do(told, "submit", new { outcome = "solved", words = "已经处理" });
        await office.Deliver();
        await ward.App.DeliverDue();
        await ward.App.Services.GetRequiredService<Courier>().SendDue(Ct);

        var found = new List<string>();
        foreach (var (role, client) in await Everybody(ward))
            foreach (var path in Paths(ward, told.Number))
            {
                var answer = await client.GetAsync(path, Ct);
                var body = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
                if (Tells(body)) found.Add($"{role}: {path}");
                // Where it is, is for those who deal with it.
                if (role is "stranger" or "resident" or "other unit" or "elsewhere" && body.Contains(Door, StringComparison.Ordinal)) found.Add($"{role}: {path} tells the door");
            }
        Assert.Empty(found);

        var sent = outside.Heard.Select(h => h.Body).Concat(office.Mail.Letters.Select(MailServer.Read)).ToList();
        Assert.Contains(outside.Heard, h => h.Path.StartsWith("/robot", StringComparison.Ordinal));
        Assert.Contains(outside.Heard, h => h.Path.StartsWith("/hook", StringComparison.Ordinal));
        Assert.DoesNotContain(sent, body => Tells(body) || body.Contains(Door, StringComparison.Ordinal));
        // The SMS gateway carries to the reporter alone: the number is the address of the message, never its words.
        Assert.DoesNotContain(office.Sms.Heard, message => message.Body.Contains(Name, StringComparison.Ordinal) || message.Body.Contains(Door, StringComparison.Ordinal));
        var letters = (await office.Letters()).Select(l => $"{l.Paper.Title} {l.Paper.Text} {l.Paper.Path}");
        Assert.DoesNotContain(letters, text => Tells(text) || text.Contains(Door, StringComparison.Ordinal));
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => Tells(line) || line.Contains(Door, StringComparison.Ordinal) || line.Contains(told.Code, StringComparison.Ordinal));
    }

    private static bool Tells(string text) => text.Contains(Name, StringComparison.Ordinal) || text.Contains(Phone, StringComparison.Ordinal);

    /// <summary>Every shipped role in the town, two units, somebody elsewhere, and somebody without any right.</summary>
    private static async Task<List<(string, HttpClient)>> Everybody(Ward ward)
    {
        var all = new List<(string, HttpClient)> { ("stranger", ward.Stranger), ("boss", ward.Boss), ("verifier", ward.Verifier) };
        foreach (var role in SeedData.Roles())
        {
            await ward.App.Hire("a-" + role.Code, role.Code, "", role.OfUnit ? Ward.Lead : null);
            all.Add((role.Code, await SignedIn(ward, "a-" + role.Code)));
        }
        await ward.App.Hire("other-unit", "department-handler", Town.One, Ward.OtherLead);
        await ward.App.Hire("far-away", "street-dispatcher", "359903");
        all.Add(("other unit", await SignedIn(ward, "other-unit")));
        all.Add(("elsewhere", await SignedIn(ward, "far-away")));
        return all;
    }

    private static async Task<HttpClient> SignedIn(Ward ward, string login)
    {
        var client = ward.Keep(ward.App.CreateClient());
        Assert.True((await client.SignIn(login)).IsSuccessStatusCode);
        return client;
    }

    /// <summary>Every address of the house that answers to GET, with this matter's number wherever one is asked for.</summary>
    private static List<string> Paths(Ward ward, string number)
    {
        var patterns = ward.App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains("GET"))
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct()
            .Where(p => !p.Contains("{*", StringComparison.Ordinal) && p != Cuobian.Matters.WatchMatters.Path);
        var paths = patterns.SelectMany(p => p.Contains("{format}", StringComparison.Ordinal) ? Formats.Select(f => p.Replace("{format}", f, StringComparison.Ordinal)) : [p])
            .Select(p => System.Text.RegularExpressions.Regex.Replace(p, @"\{(number|Number|id|requestId)(:[^}]*)?\}", number))
            .Where(p => !p.Contains('{') && !p.Contains(".js", StringComparison.Ordinal) && !p.Contains(".css", StringComparison.Ordinal)).ToList();
        Assert.Contains($"/console/matters/{number}", paths);
        Assert.Contains($"/api/v1/matters/{number}", paths);
        return paths;
    }

    /// <summary>Keeps every line that anything in the house logs, with its values.</summary>
    private sealed class Log : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
