using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cuobian.Demo;

namespace Cuobian.Bench;

/// <summary>People of every kind at once, none of whom asks a second time: readers, reporters with photos, staff who sign in, and an open live page.</summary>
internal sealed partial class RollingVisitors : IDisposable
{
    private static readonly byte[] Photo = ReadPhoto();
    private readonly ConcurrentBag<string> failed = [], numbers = [];
    private readonly ConcurrentBag<double> times = [];
    private readonly CancellationTokenSource evening = new();
    private readonly List<Task> people = [];
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly Uri address;
    private int lines;

    public RollingVisitors(Uri address) => this.address = address;

    public IReadOnlyCollection<string> Failed => failed;

    public IReadOnlyCollection<string> Numbers => numbers;

    public List<double> Times => [.. times.Order()];

    public TimeSpan Took { get; private set; }

    public int Reconnected => lines - 1;

    public void Begin()
    {
        people.Add(Again(Read));
        people.Add(Again(Read));
        people.Add(Again(Report));
        people.Add(Again(Report));
        people.Add(Again(Work));
        people.Add(Again(Watch));
    }

    public async Task End()
    {
        Took = watch.Elapsed;
        await evening.CancelAsync();
        await Task.WhenAll(people);
    }

    public void Dispose() => evening.Dispose();

    /// <summary>The same person comes again, with the cookies of before.</summary>
    private Task Again(Func<HttpClient, Task> visit) => Task.Run(async () =>
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        while (!evening.IsCancellationRequested)
        {
            try
            {
                await visit(client);
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidOperationException or OperationCanceledException)
            {
                if (!evening.IsCancellationRequested) failed.Add(failure.Message);
            }
            await Task.Delay(20);
        }
    });

    private async Task Read(HttpClient client)
    {
        foreach (var page in new[] { "/", "/areas", "/report", "/track" }) await Must(client, HttpMethod.Get, page);
    }

    /// <summary>The photo is sent to one server, shown by another, and the report that has it goes to a third.</summary>
    private async Task Report(HttpClient client)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Photo), "file", "picture.png" } };
        var photo = (string)JsonNode.Parse(await Must(client, HttpMethod.Post, "/api/v1/files", form, HttpStatusCode.Created))!["id"]!;
        await Must(client, HttpMethod.Get, $"/report/photos/{photo}");
        var point = new { lat = 23.905 + Random.Shared.NextDouble() * 0.03, lon = 118.305 + Random.Shared.NextDouble() * 0.1 };
        var report = JsonContent.Create(new { text = "轮换演练:路灯不亮", categoryCode = "0101", point, photos = new[] { photo } });
        var told = JsonNode.Parse(await Must(client, HttpMethod.Post, "/api/v1/matters", report, HttpStatusCode.Created))!;
        numbers.Add((string)told["number"]!);
    }

    /// <summary>The form comes from one server and goes to another, the session holds on all.</summary>
    private async Task Work(HttpClient client)
    {
        await SignIn(client);
        for (var i = 0; i < 10; i++) await Must(client, HttpMethod.Get, i % 2 == 0 ? "/console" : "/api/v1/matters");
    }

    /// <summary>A line ends with its server; the page opens it anew a second later, as a browser does.</summary>
    private async Task Watch(HttpClient client)
    {
        if (lines == 0) await SignIn(client);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/console/live");
        using var line = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, evening.Token);
        if (line.Content.Headers.ContentType?.MediaType != "text/event-stream") throw new InvalidOperationException($"/console/live: {(int)line.StatusCode}");
        Interlocked.Increment(ref lines);
        using var events = new StreamReader(await line.Content.ReadAsStreamAsync(evening.Token));
        while (await events.ReadLineAsync(evening.Token) is not null) continue;
        await Task.Delay(TimeSpan.FromSeconds(1), evening.Token);
    }

    private async Task SignIn(HttpClient client)
    {
        var page = await Must(client, HttpMethod.Get, "/sign-in");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["login"] = "centre",
            ["password"] = DemoStaff.Password,
            ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value,
        });
        await Must(client, HttpMethod.Post, "/sign-in", form, HttpStatusCode.Redirect);
    }

    private async Task<string> Must(HttpClient client, HttpMethod method, string path, HttpContent? content = null, HttpStatusCode good = HttpStatusCode.OK)
    {
        var begun = watch.Elapsed;
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        times.Add((watch.Elapsed - begun).TotalMilliseconds);
        return answer.StatusCode == good ? body : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode}");
    }

    private static byte[] ReadPhoto()
    {
        using var file = typeof(RollingVisitors).Assembly.GetManifestResourceStream("Cuobian.Bench.picture.png")!;
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
