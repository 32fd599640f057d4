using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cuobian.Data;
using Cuobian.Matters;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Bench;

/// <summary>Residents who report one thing after the other, and ask again under the same key until they have an answer.</summary>
internal sealed class Reporters(HttpClient client) : IDisposable
{
    private const int Clients = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<string, string> acknowledged = new();
    private readonly ConcurrentQueue<TimeSpan> answers = [];
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly CancellationTokenSource evening = new(), night = new();
    private readonly List<Task> people = [];
    private int begun;

    /// <summary>What became of the reports.</summary>
    public sealed record Count(int Acknowledged, int Lost, int Doubled, int Stuck);

    public TimeSpan Now => watch.Elapsed;

    public void Begin() => people.AddRange(Enumerable.Range(0, Clients).Select(_ => Task.Run(Report)));

    /// <summary>How long until so many more are acknowledged.</summary>
    public async Task<TimeSpan> Acknowledge(int more)
    {
        var clock = Stopwatch.StartNew();
        var enough = acknowledged.Count + more;
        while (acknowledged.Count < enough)
        {
            if (clock.Elapsed > Patience) throw new TimeoutException($"Nobody answers: {acknowledged.Count} of {begun} reports are acknowledged.");
            await Task.Delay(5);
        }
        return clock.Elapsed;
    }

    /// <summary>The longest time without an answer to anybody, from then until the last answer.</summary>
    public TimeSpan LongestSilenceSince(TimeSpan begun)
    {
        var heard = answers.Where(at => at > begun).Order().Prepend(begun).ToList();
        return heard.Zip(heard.Skip(1), (one, next) => next - one).Max();
    }

    /// <summary>Lets everybody get the answer they wait for, and the queue deliver what is due; then compares with the database.</summary>
    public async Task<Count> End(Func<CuobianDb> open)
    {
        await evening.CancelAsync();
        night.CancelAfter(Patience);
        await Task.WhenAll(people);
        var due = await DueAfterAWhile(open);
        await using var db = open();
        var stored = await db.Matters.AsNoTracking().Where(m => m.Text.StartsWith("故障演练")).Select(m => new { m.Text, m.Number }).ToListAsync();
        var numbers = stored.ToLookup(m => m.Text, m => m.Number);
        var lost = acknowledged.Count(a => !numbers[a.Key].Contains(a.Value));
        return new Count(acknowledged.Count, lost, stored.Count - numbers.Count, begun - acknowledged.Count + due);
    }

    public void Dispose()
    {
        evening.Dispose();
        night.Dispose();
    }

    private static async Task<int> DueAfterAWhile(Func<CuobianDb> open)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            await using var db = open();
            var now = TimeProvider.System.GetUtcNow();
            // Whatever was to be done at once counts, also when a wrong clock wrote that it is due later.
            var near = now.AddHours(2);
            var due = (await db.Set<Work>().AsNoTracking().Where(w => w.Dead || w.DueAt <= near).ToListAsync()).Count(w => !Poison.IsMine(w.Id) && (w.Dead || w.DueAt <= now || w.Attempts > 0 || Work.MadeAt(w.Id) >= w.DueAt.ToUnixTimeMilliseconds()));
            if (due == 0 || clock.Elapsed > Patience) return due;
            await Task.Delay(200);
        }
    }

    private async Task Report()
    {
        while (!evening.IsCancellationRequested)
        {
            var text = $"故障演练第{Interlocked.Increment(ref begun)}件:路灯不亮";
            string? number;
            while ((number = await Ask(text)) is null && !night.IsCancellationRequested) await Task.Delay(20);
            if (number is null) continue;
            acknowledged[text] = number;
            answers.Enqueue(watch.Elapsed);
        }
    }

    /// <summary>The number; null when there was no good answer.</summary>
    private async Task<string?> Ask(string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/matters");
        var place = text.GetHashCode(StringComparison.Ordinal);
        request.Content = new StringContent(JsonSerializer.Serialize(new { text, categoryCode = "0101", point = new { lat = 23.905 + (place & 0xff) / 9000.0, lon = 118.305 + (place >> 8 & 0xff) / 3000.0 } }), Encoding.UTF8, "application/json");
        request.Headers.Add("Idempotency-Key", "faults-" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            using var answer = await client.SendAsync(request, patience.Token);
            if (answer.StatusCode == HttpStatusCode.Created) return (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(patience.Token))!["number"];
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            // Nobody is there at the moment.
        }
        return null;
    }
}
