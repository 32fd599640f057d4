using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Cuobian.Demo;

namespace Cuobian.Bench;

/// <summary>Reports over HTTP, and beside it the same rows by prepared SQL: what the database itself allows.</summary>
internal static class IntakeBench
{
    /// <summary>So many reports until the compiler has nothing left to do.</summary>
    private const int WarmCalls = 5000;
    private static readonly int[] Clients = [1, 8, 32];
    private static readonly DemoReport[] Reports = [.. DemoTown.Reports()];
    private static long serial, routed, answered;

    /// <summary>The limit is measured when the server is gone, so that nothing it still delivers stands in its way.</summary>
    public static async Task Run(Node node, Plan plan, Results results)
    {
        while (answered < WarmCalls) await Load.Round(8, plan.WarmUp, client => Report(node, withKey: client % 2 == 0));
        var rounds = new List<(int Clients, bool WithKey, (Figures Median, double, double) Measured, double Routed)>();
        foreach (var clients in Clients)
            foreach (var withKey in new[] { false, true })
            {
                (routed, answered) = (0, 0);
                var measured = await Load.Rounds(plan, clients, _ => Report(node, withKey), node.Cpu);
                rounds.Add((clients, withKey, measured, (double)routed / answered));
            }
        results.Add(new Result(node.Database, "memory after intake", "", "", "", $"{node.App.Memory >> 20} MiB"));
        answered = 0;
        await node.App.Kill();
        foreach (var (clients, withKey, measured, sent) in rounds)
        {
            await using var raw = await RawInserts.Open(node, clients, withKey);
            var limit = await Load.Rounds(plan, clients, raw.Insert);
            var with = withKey ? " with Idempotency-Key" : "";
            results.Add(node.Database, $"intake{with}, {clients} clients", measured, $"{Share(measured, limit)}; {sent.ToString("P0", CultureInfo.InvariantCulture)} routed");
            results.Add(node.Database, $"the same rows by prepared SQL{with}, {clients} clients", limit);
        }
    }

    private static string Share((Figures Median, double, double) measured, (Figures Median, double, double) limit) =>
        string.Create(CultureInfo.InvariantCulture, $"{measured.Median.Rate / limit.Median.Rate:P0} of prepared SQL");

    private static async Task Report(Node node, bool withKey)
    {
        var number = Interlocked.Increment(ref serial);
        var report = Reports[number % Reports.Length];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/matters");
        request.Content = new StringContent(JsonSerializer.Serialize(new
        {
            text = report.Text,
            categoryCode = report.Category,
            point = new { lat = 23.905 + Random.Shared.NextDouble() * 0.03, lon = 118.305 + Random.Shared.NextDouble() * 0.1 },
        }), Encoding.UTF8, "application/json");
        if (withKey) request.Headers.Add("Idempotency-Key", $"bench-{number:D20}");
        using var answer = await node.Client.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.Created) throw new InvalidOperationException($"{(int)answer.StatusCode}: {said}");
        Interlocked.Increment(ref answered);
        if (said.Contains("\"state\":\"dispatched\"", StringComparison.Ordinal)) Interlocked.Increment(ref routed);
    }
}
