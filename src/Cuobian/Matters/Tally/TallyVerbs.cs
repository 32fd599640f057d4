using System.CommandLine;
using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Tally;

/// <summary>The command line's way to the kept figures: <c>tally check</c> compares them with the matters, <c>tally rebuild</c> counts them anew.</summary>
internal static class TallyVerbs
{
    public static Command Family(Func<ParseResult, Task<IHost>> host) => new("tally", "Figures that are kept up as matters change.") { Check(host), Rebuild(host) };

    /// <summary>Figures that are not as the matters say; nothing may be stored meanwhile.</summary>
    public static async Task<IReadOnlyList<string>> Wrong(CuobianDb db, DateTimeOffset now, CancellationToken ct)
    {
        await FoldTally.Fold(db, ct);
        var truth = await FoldTally.Truth(db, now, ct);
        var first = FoldTally.FirstDay(now);
        var kept = await db.Set<TallyRow>().AsNoTracking().Where(r => (r.Number != 0 || r.Seconds != 0) && (r.Day == 0 || r.Day >= first)).ToDictionaryAsync(r => new TallyKey(r.What, r.Area, r.Day, r.Key), r => (r.Number, r.Seconds), ct);
        return [.. truth.Keys.Union(kept.Keys).Where(key => truth.GetValueOrDefault(key) != kept.GetValueOrDefault(key))
            .Select(key => $"{key.What} {key.Area} {key.Day} {key.Key}: {kept.GetValueOrDefault(key)} ≠ {truth.GetValueOrDefault(key)}").Order(StringComparer.Ordinal)];
    }

    private static Command Check(Func<ParseResult, Task<IHost>> host)
    {
        var verb = new Command("check", "Compare the kept figures with the matters; ends with 1 when they differ. Matters that change meanwhile count as a difference.");
        verb.SetAction((parsed, ct) => In(host, parsed, async (db, now) =>
        {
            var wrong = await Wrong(db, now, ct);
            foreach (var line in wrong.Take(20)) await parsed.InvocationConfiguration.Output.WriteLineAsync(line);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(wrong.Count == 0 ? "All figures are right." : $"{wrong.Count} figures differ; `tally rebuild` counts them anew.");
            return wrong.Count == 0 ? 0 : 1;
        }));
        return verb;
    }

    private static Command Rebuild(Func<ParseResult, Task<IHost>> host)
    {
        var verb = new Command("rebuild", "Count the kept figures anew from the matters. The house may go on serving.");
        verb.SetAction((parsed, ct) => In(host, parsed, async (db, now) =>
        {
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{await FoldTally.Rebuild(db, now, ct)} figures are counted.");
            return 0;
        }));
        return verb;
    }

    private static async Task<int> In(Func<ParseResult, Task<IHost>> host, ParseResult parsed, Func<CuobianDb, DateTimeOffset, Task<int>> work)
    {
        using var house = await host(parsed);
        await using var scope = house.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<CuobianDb>(), scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow());
    }
}
