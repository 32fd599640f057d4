using System.Diagnostics;

namespace Cuobian.Bench;

/// <summary>What one round of calls came to; times in milliseconds.</summary>
internal sealed record Figures(double Rate, double P50, double P99, double? CpuMsPerCall);

/// <summary>Calls something again and again from so many clients, each waiting for its answer before it calls again.</summary>
internal static class Load
{
    /// <summary>The median of several rounds, with the lowest and the highest rate.</summary>
    public static async Task<(Figures Median, double Low, double High)> Rounds(Plan plan, int clients, Func<int, Task> call, Func<TimeSpan>? cpu = null)
    {
        var rounds = new List<Figures>();
        for (var round = 0; round < plan.Rounds; round++) rounds.Add(await Round(clients, plan.Round, call, cpu));
        rounds.Sort((one, other) => one.Rate.CompareTo(other.Rate));
        return (rounds[rounds.Count / 2], rounds[0].Rate, rounds[^1].Rate);
    }

    /// <param name="call">Gets the number of the client.</param>
    /// <param name="cpu">Processor time the server has used so far.</param>
    public static async Task<Figures> Round(int clients, TimeSpan howLong, Func<int, Task> call, Func<TimeSpan>? cpu = null)
    {
        var usedBefore = cpu?.Invoke();
        var clock = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (clock.Elapsed < howLong)
            {
                var begun = clock.Elapsed;
                await call(client);
                mine.Add((clock.Elapsed - begun).TotalMilliseconds);
            }
            return mine;
        })));
        var took = clock.Elapsed;
        var used = cpu?.Invoke() - usedBefore;
        var all = times.SelectMany(t => t).Order().ToList();
        return new Figures(all.Count / took.TotalSeconds, all[all.Count / 2], all[(int)(all.Count * 0.99)], used?.TotalMilliseconds / all.Count);
    }
}
