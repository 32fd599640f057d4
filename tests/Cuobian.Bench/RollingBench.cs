using System.Diagnostics;
using System.Globalization;
using Cuobian.BrowserTests.Support;
using Cuobian.Matters;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Bench;

/// <summary>Three servers on one database behind a proxy; each is stopped and started again while people work. Not one request may fail.</summary>
internal static class RollingBench
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    public static async Task Run(string? server, Results results)
    {
        await using var node = await Node.Open("postgres", server);
        var keys = string.Join(';', (await File.ReadAllLinesAsync(Path.Combine(node.App.Folder, "keys"))).Where(line => line.Length > 0));
        (string, string)[] shared =
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("CUOBIAN_KEYS", keys), ("Files__Folder", Path.Combine(node.App.Folder, "files")),
            ("Limits__AnonymousPerMinute", "100000000"), ("Limits__SignedInPerMinute", "100000000"), ("Limits__SignInsPerMinute", "100000000"),
        ];
        List<RunningApp> three = [.. Enumerable.Range(0, 3).Select(_ => new RunningApp(node.Settings.Postgres, shared))];
        try
        {
            foreach (var app in three) await app.Serve();
            await using var proxy = await Proxy.Open([.. three.Select(app => app.Address)]);
            using var town = new RollingVisitors(proxy.Address);
            town.Begin();
            await Task.Delay(Calm);
            var stops = new List<double>();
            var starts = new List<double>();
            foreach (var app in three)
            {
                stops.Add(await Time(app.Stop));
                starts.Add(await Time(app.Serve));
                await Task.Delay(Calm);
            }
            await town.End();
            await Tell(node, town, stops, starts, results);
        }
        finally
        {
            foreach (var app in three) await app.DisposeAsync();
        }
    }

    private static async Task Tell(Node node, RollingVisitors town, List<double> stops, List<double> starts, Results results)
    {
        await using var db = node.Db();
        var stored = (await db.Matters.AsNoTracking().Select(m => m.Number).ToListAsync()).ToHashSet();
        var lost = town.Numbers.Count(number => !stored.Contains(number));
        var failed = town.Failed;
        foreach (var why in failed.GroupBy(f => f).Take(10)) Console.Error.WriteLine($"  {why.Count()} × {why.Key}");
        if (failed.Count + lost > 0 || town.Reconnected < 1) results.Fail();
        var times = town.Times;
        results.Add(new Result(node.Database, "rolling restart of three servers", $"{times.Count / town.Took.TotalSeconds:N0}", Ms(times[times.Count / 2]), Ms(times[(int)(times.Count * 0.99)]),
            string.Create(CultureInfo.InvariantCulture,
                $"{times.Count} requests, {failed.Count} failed, {town.Numbers.Count} reports of which {lost} lost; live line opened anew {town.Reconnected} times; stop {stops.Average():0.0} s, start {starts.Average():0.0} s")));
    }

    private static string Ms(double milliseconds) => milliseconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static async Task<double> Time(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }
}
