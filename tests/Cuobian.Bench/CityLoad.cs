using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Cuobian.Matters.Tally;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Bench;

/// <summary>A working day of a city: people come in bursts, report, work and read; each is timed from when they came, however long the line was.</summary>
internal sealed class CityLoad(CityReads reads, CityVisitor stranger, IReadOnlyList<(CityVisitor Staff, string Unit)> handlers, CityVisitor verifier)
{
    private static readonly string[] Kinds = ["0101", "0102", "0103", "0104", "0201", "0301"];
    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> times = new();
    private int faults, serial;

    /// <param name="node">Who serves the city.</param>
    /// <param name="perSecond">How many come in a second, all in all.</param>
    /// <param name="howLong">How long they come.</param>
    /// <param name="results">Where the figures go.</param>
    public static async Task Run(Node node, double perSecond, TimeSpan howLong, Results results)
    {
        using var reads = await CityReads.Begin(node);
        using var stranger = CityVisitor.Stranger(node);
        using var verifier = await CityVisitor.SignIn(node, "verifier");
        using var handler = await CityVisitor.SignIn(node, "city-handler");
        var load = new CityLoad(reads, stranger, [(handler, $"{CityGround.OneCounty}000000-CG")], verifier);
        var clock = Stopwatch.StartNew();
        var random = new Random(11);
        var under = new List<Task>();
        for (var at = TimeSpan.Zero; at < howLong;)
        {
            if (at - clock.Elapsed is { Ticks: > 0 } wait) await Task.Delay(wait);
            var come = at;
            under.Add(load.Come(random.NextDouble(), clock, come));
            // Some bring others with them; between the bursts it is quieter, so that the mean stays.
            at += random.NextDouble() < Arrivals.SeenBefore ? TimeSpan.Zero : TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / (perSecond * (1 - Arrivals.SeenBefore)));
        }
        await Task.WhenAll(under);
        foreach (var (what, taken) in load.times.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            var sorted = taken.Order().ToList();
            results.Add(new Result(node.Database, $"load: {what}", (sorted.Count / clock.Elapsed.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture),
                Ms(sorted[sorted.Count / 2]), Ms(sorted[(int)(sorted.Count * 0.99)]), $"{sorted.Count} calls"));
        }
        results.Add(new Result(node.Database, "load: all", (under.Count / clock.Elapsed.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture), "", "", $"{load.faults} failed; {node.App.Memory >> 20} MiB"));
        await using var db = node.Db();
        db.Database.SetCommandTimeout(600);
        var wrong = await TallyVerbs.Wrong(db, TimeProvider.System.GetUtcNow(), default);
        results.Add(new Result(node.Database, "load: kept figures compared with the matters", "", "", "", $"{wrong.Count} differ"));
    }

    /// <summary>How many reports come in when eight clients do nothing else, beside the same rows by prepared SQL.</summary>
    public static async Task Limit(Node node, Plan plan, Results results)
    {
        using var stranger = CityVisitor.Stranger(node);
        var load = new CityLoad(null!, stranger, [], null!);
        await Load.Round(8, plan.WarmUp, _ => load.Report());
        var ours = await Load.Rounds(plan, 8, _ => load.Report(), node.Cpu);
        await using var raw = await RawInserts.Open(node, 8, withKey: false);
        var limit = await Load.Rounds(plan, 8, raw.Insert);
        results.Add(node.Database, "city: intake, 8 clients", ours, string.Create(CultureInfo.InvariantCulture, $"{ours.Median.Rate / limit.Median.Rate:P0} of prepared SQL"));
        results.Add(node.Database, "city: the same rows by prepared SQL, 8 clients", limit);
    }

    /// <summary>Of a hundred: twenty report, fifteen work, the others read.</summary>
    private async Task Come(double dice, Stopwatch clock, TimeSpan come)
    {
        var (what, act) = dice switch
        {
            < 0.20 => ("report", Report),
            < 0.26 => ("accept", () => Work("dispatched", "accept", new { })),
            < 0.31 => ("submit", () => Work("handling", "submit", new { outcome = "solved", words = "已经修好。" })),
            < 0.35 => ("verify", Verify),
            _ => reads.All[(int)((dice - 0.35) / 0.65 * reads.All.Count)],
        };
        try
        {
            await act();
            times.GetOrAdd(what, _ => []).Add((clock.Elapsed - come).TotalMilliseconds);
        }
        catch (Exception failure) when (failure is HttpRequestException or InvalidOperationException or TaskCanceledException)
        {
            if (Interlocked.Increment(ref faults) <= 3) Console.Error.WriteLine($"  {what}: {failure.Message}");
        }
    }

    private Task<bool> Report()
    {
        var at = Interlocked.Increment(ref serial);
        var (x, y) = (Random.Shared.NextDouble(), Random.Shared.NextDouble());
        return stranger.Do("/api/v1/matters", new
        {
            text = $"第{at}件:文塘里{at % 400}号门口的垃圾三天没人收,味道很大,请尽快派人来清。",
            categoryCode = Kinds[(int)(x * x * Kinds.Length)],
            // Squares draw them to one corner of the city, as trouble clusters.
            point = new { lat = LocateBench.South + LocateBench.Cell * (1 + y * y * 160), lon = LocateBench.West + LocateBench.Cell * (1 + x * x * 190) },
        });
    }

    /// <summary>Takes the first of their own list that waits for this.</summary>
    private async Task Work(string state, string command, object form)
    {
        var (staff, unit) = handlers[Random.Shared.Next(handlers.Count)];
        if (await First(staff, $"state={state}&unit={unit}&sort=due") is { } number) await staff.Do($"/api/v1/matters/{number}/{command}", form);
    }

    private async Task Verify()
    {
        if (await First(verifier, "state=verifying&sort=due") is { } number) await verifier.Do($"/api/v1/matters/{number}/pass", new { });
    }

    private static async Task<string?> First(CityVisitor staff, string filter)
    {
        using var page = await staff.Ask($"/api/v1/matters?{filter}&size=20");
        var rows = page.RootElement.GetProperty("items");
        return rows.GetArrayLength() == 0 ? null : rows[Random.Shared.Next(rows.GetArrayLength())].GetProperty("number").GetString();
    }

    private static string Ms(double milliseconds) => milliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
