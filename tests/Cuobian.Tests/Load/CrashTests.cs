using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cuobian.BrowserTests.Support;
using Cuobian.Data;
using Cuobian.Matters;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Tests.Load;

/// <summary>The power goes while people report: what was acknowledged is there afterwards, and nothing is there twice.</summary>
public sealed class CrashTests
{
    private const int Clients = 8;
    private const int Rounds = 10;
    private const int MostReportsARound = 200;
    private readonly DemoGround ground = new();
    private readonly ConcurrentDictionary<string, (string Question, string Answer)> acknowledged = new();
    private readonly ConcurrentBag<string> strange = [];
    private int begun;

    [Fact]
    public async Task Ten_power_cuts_lose_nothing_and_double_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        var database = await TestDatabase.New();
        try
        {
            await using var app = new RunningApp(database.Postgres, ("Limits__AnonymousPerMinute", "1000000"), ("CUOBIAN_KEYS", TestDatabase.Keys));
            await app.Verb("demo", "--matters", "0");
            await app.Serve();
            using var client = new HttpClient { BaseAddress = app.Address, Timeout = TimeSpan.FromSeconds(20) };
            using var evening = new CancellationTokenSource();
            var clients = Enumerable.Range(0, Clients).Select(i => Task.Run(() => Report(client, new Random(i), evening.Token, ct), ct)).ToList();

            for (var round = 0; round < Rounds; round++)
            {
                await MoreAreAcknowledged(Random.Shared.Next(1, MostReportsARound), clients, ct);
                await app.Kill();
                await app.Serve();
            }
            await evening.CancelAsync();
            await Task.WhenAll(clients);
            Assert.Empty(strange);
            Assert.Equal(begun, acknowledged.Count);

            foreach (var (key, (question, answer)) in acknowledged) Assert.Equal(answer, await Ask(client, key, question, ct));
            await app.Kill();
            await MustBeThereOnce(database with { Folder = app.Folder }, ct);
        }
        finally
        {
            await TestDatabase.Drop(database);
        }
    }

    /// <summary>One resident after the other, each asking again under the same key until there is an answer.</summary>
    private async Task Report(HttpClient client, Random random, CancellationToken evening, CancellationToken ct)
    {
        while (!evening.IsCancellationRequested)
        {
            var serial = Interlocked.Increment(ref begun);
            var key = $"report-{serial:D10}-of-the-crash-test";
            var question = Question(serial, random);
            var answer = await Ask(client, key, question, ct);
            while (answer is null)
            {
                await Task.Delay(20, ct);
                answer = await Ask(client, key, question, ct);
            }
            acknowledged[key] = (question, answer);
        }
    }

    private string Question(int serial, Random random)
    {
        var (point, _) = ground.Somewhere(random);
        return JsonSerializer.Serialize(new
        {
            text = string.Create(CultureInfo.InvariantCulture, $"第{serial}件:路灯不亮"),
            categoryCode = random.Next(2) == 0 ? null : "0101",
            point = new { lat = point.Lat, lon = point.Lon },
        });
    }

    /// <summary>The answer; null when there was none, so that one has to ask again.</summary>
    private async Task<string?> Ask(HttpClient client, string key, string question, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/matters") { Content = new StringContent(question, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var answer = await client.SendAsync(request, ct);
            var body = await answer.Content.ReadAsStringAsync(ct);
            if ((int)answer.StatusCode == 201) return body;
            strange.Add($"{(int)answer.StatusCode} {body}");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // Nobody is there at the moment.
        }
        return null;
    }

    private async Task MoreAreAcknowledged(int more, List<Task> clients, CancellationToken ct)
    {
        var enough = acknowledged.Count + more;
        while (acknowledged.Count < enough)
        {
            if (clients.Find(c => c.IsFaulted) is { } failed) await failed;
            await Task.Delay(1, ct);
        }
    }

    private async Task MustBeThereOnce(DatabaseSettings settings, CancellationToken ct)
    {
        await using var db = TestDatabase.Open(settings);
        var told = acknowledged.Values.Select(a => (Number: (string)JsonNode.Parse(a.Answer)!["number"]!, Text: (string)JsonNode.Parse(a.Question)!["text"]!));
        var matters = await db.Matters.Include(m => m.Entries).Include(m => m.Clocks).AsSplitQuery().AsNoTracking().ToListAsync(ct);
        Assert.Equal(told.Order(), matters.Select(m => (m.Number, m.Text)).Order());
        Assert.All(matters, m => Assert.Equal((2, m.State == MatterState.Dispatched ? 2 : 1), (m.Entries.Count, m.Clocks.Count)));
        Assert.Equal(acknowledged.Count, await db.Set<Answered>().CountAsync(ct));
        // Each clock rings by itself and has its one timer.
        var ringing = matters.SelectMany(m => m.Clocks).Select(c => c.Id).Order();
        var timers = (await db.Set<Work>().ToListAsync(ct)).Where(w => w.Event.Contains("\"Clock\"", StringComparison.Ordinal));
        Assert.Equal(ringing, timers.Select(w => JsonNode.Parse(w.Event)!["Clock"]!.GetValue<Guid>()).Order());
    }
}
