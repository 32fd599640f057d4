using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Cuobian.Bench;

/// <summary>Reports over HTTP, and beside it the same rows by prepared SQL: what the database itself allows.</summary>
internal static class IntakeBench
{
    private static readonly int[] Clients = [1, 8, 32];
    private static readonly string[] Categories = ["0101", "0102", "0103"];
    private static long serial;

    public static async Task Run(Node node, Plan plan, Results results)
    {
        await Load.Round(8, plan.WarmUp, client => Report(node, withKey: client % 2 == 0));
        foreach (var clients in Clients)
        {
            var plain = await Load.Rounds(plan, clients, _ => Report(node, withKey: false), node.Cpu);
            var keyed = await Load.Rounds(plan, clients, _ => Report(node, withKey: true), node.Cpu);
            await using var raw = await RawInserts.Open(node, clients);
            var limit = await Load.Rounds(plan, clients, raw.Insert);
            results.Add(node.Database, $"intake, {clients} clients", plain, Share(plain, limit));
            results.Add(node.Database, $"intake with Idempotency-Key, {clients} clients", keyed, Share(keyed, limit));
            results.Add(node.Database, $"the same rows by prepared SQL, {clients} clients", limit);
        }
        results.Add(new Result(node.Database, "memory after intake", "", "", "", $"{node.App.Memory >> 20} MiB"));
    }

    private static string Share((Figures Median, double, double) measured, (Figures Median, double, double) limit) =>
        string.Create(CultureInfo.InvariantCulture, $"{measured.Median.Rate / limit.Median.Rate:P0} of prepared SQL");

    private static async Task Report(Node node, bool withKey)
    {
        var number = Interlocked.Increment(ref serial);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/matters");
        request.Content = new StringContent(JsonSerializer.Serialize(new
        {
            text = $"第{number}件:小区门口的路灯三天不亮,晚上老人和孩子走路很危险,请尽快派人来修。",
            categoryCode = Categories[number % Categories.Length],
            point = new { lat = 23.905 + Random.Shared.NextDouble() * 0.03, lon = 118.305 + Random.Shared.NextDouble() * 0.1 },
        }), Encoding.UTF8, "application/json");
        if (withKey) request.Headers.Add("Idempotency-Key", $"bench-{number:D20}");
        using var answer = await node.Client.SendAsync(request);
        if (answer.StatusCode != HttpStatusCode.Created)
            throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}
