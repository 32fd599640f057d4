using System.Globalization;
using System.Text;
using System.Text.Json;
using Cuobian.BrowserTests.Support;
using Microsoft.Playwright;

namespace Cuobian.BrowserTests;

/// <summary>How heavy the pages of residents are, and how soon a slow line shows them; <c>eng/weight</c> runs it against a published app.</summary>
public sealed class WeightStories(Town town)
{
    private const int Rounds = 3;
    private const double MostBytes = 60_000, LatestPaint = 1_000, MostShift = 0;

    [Fact(Explicit = true)]
    public async Task Resident_pages_are_light_and_soon_there()
    {
        var only = Environment.GetEnvironmentVariable("CUOBIAN_PAGES") ?? "";
        var tour = new Tour(town);
        await tour.Prepare();
        var table = new StringBuilder("| page | KB | first paint ms | layout shift | |\n|---|---:|---:|---:|---|\n");
        var missed = new List<string>();
        foreach (var sight in Sight.All.Where(sight => sight.IsForResidents && sight.Name.Contains(only, StringComparison.Ordinal)))
        {
            var rounds = new List<Measured>();
            for (var round = 0; round < Rounds; round++) rounds.Add(await Measure(tour, sight));
            var (bytes, paint, shift) = (rounds.Max(r => r.Bytes), rounds.Select(r => r.Paint).Order().ElementAt(Rounds / 2), rounds.Max(r => r.Shift));
            var isFine = bytes <= MostBytes && paint <= LatestPaint && shift <= MostShift;
            table.AppendLine(CultureInfo.InvariantCulture, $"| `{sight.Route}` | {bytes / 1000:F1} | {paint:F0} | {shift:0.###} | {(isFine ? "" : "missed")} |");
            if (!isFine) missed.Add(sight.Route);
        }
        await File.WriteAllTextAsync(Path.Combine(Build.Root, "artifacts", "weight.md"), table.ToString(), TestContext.Current.CancellationToken);
        Assert.Empty(missed);
    }

    /// <summary>A phone that comes for the first time: nothing is in its cache.</summary>
    private static async Task<Measured> Measure(Tour tour, Sight sight)
    {
        var (page, address) = await tour.Arrive(sight, new(Device.Phone, "zh-CN"));
        var line = await page.Context.NewCDPSessionAsync(page);
        var (bytes, pictures) = (0.0, new HashSet<string>());
        line.Event("Network.responseReceived").OnEvent += (_, told) =>
        {
            if (told?.GetProperty("response").GetProperty("url").GetString()!.Contains("/photos/", StringComparison.Ordinal) == true) pictures.Add(told.Value.GetProperty("requestId").GetString()!);
        };
        line.Event("Network.loadingFinished").OnEvent += (_, told) =>
        {
            if (!pictures.Contains(told!.Value.GetProperty("requestId").GetString()!)) bytes += told.Value.GetProperty("encodedDataLength").GetDouble();
        };
        await line.SendAsync("Network.enable");
        await line.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = 400, ["downloadThroughput"] = 50_000, ["uploadThroughput"] = 50_000 });
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle, Timeout = 60_000 });
        var seen = await page.EvaluateAsync<JsonElement>("""
            () => new Promise(done => {
              let shift = 0;
              new PerformanceObserver(list => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });
              setTimeout(() => done({ shift, paint: performance.getEntriesByName('first-contentful-paint')[0].startTime }), 300);
            })
            """);
        await page.Context.CloseAsync();
        return new(bytes, seen.GetProperty("paint").GetDouble(), seen.GetProperty("shift").GetDouble());
    }

    private sealed record Measured(double Bytes, double Paint, double Shift);
}
