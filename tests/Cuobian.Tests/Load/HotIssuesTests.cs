using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Tests.Places;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Load;

/// <summary>What people really wrote comes in from eight clients at once and lands whole, once, and where it belongs.</summary>
public sealed class HotIssuesTests
{
    private const int Clients = 8;
    private const int Messages = 2267;

    private sealed record Sent(string Text, string? Category, GeoPoint Point, string Grid);

    [Fact]
    public async Task Every_real_message_is_stored_once_in_the_grid_around_its_point()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var app = await CuobianApp.Start();
        var ground = new DemoGround();
        await ground.Lay(app, ct);
        var sent = Reports(ground, app.Services.GetRequiredService<Categories>());
        Assert.Equal(Messages, sent.Count);

        var answers = new ConcurrentDictionary<string, (Sent Report, JsonNode Answer)>();
        using var client = app.CreateClient();
        await Parallel.ForEachAsync(sent, new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = ct }, async (report, stop) =>
        {
            var answer = await Post(client, report, stop);
            Assert.True(answers.TryAdd((string)answer["number"]!, (report, answer)), "A number was given twice.");
        });

        var stored = await app.InScope(scope => scope.GetRequiredService<CuobianDb>().Matters
            .Include(m => m.Entries).Include(m => m.Clocks).AsSplitQuery().AsNoTracking().ToListAsync(ct));
        Assert.Equal(answers.Keys.Order(), stored.Select(m => m.Number).Order());
        foreach (var matter in stored) MustBeWhole(matter, answers[matter.Number].Report, answers[matter.Number].Answer);
        Assert.Equal(Messages, await app.InScope(scope => scope.GetRequiredService<CuobianDb>().Reporters.CountAsync(ct)));
    }

    private static async Task<JsonNode> Post(HttpClient client, Sent report, CancellationToken ct)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/matters",
            new { text = report.Text, categoryCode = report.Category, point = new { lat = report.Point.Lat, lon = report.Point.Lon } }, ct);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(ct));
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(ct))!;
    }

    private static void MustBeWhole(Matter matter, Sent report, JsonNode answer)
    {
        Assert.Equal(TextRules.Clean(report.Text), matter.Text);
        Assert.Equal((report.Grid, report.Grid, report.Category), (matter.Grid, matter.Area, matter.CategoryCode));
        Assert.Equal(report.Grid, (string?)answer["grid"]!["code"]);
        Assert.Equal((report.Point.Lat, report.Point.Lon), (matter.Lat, matter.Lon));

        var routed = matter.State == MatterState.Dispatched;
        Assert.Equal([MatterCommand.Register, routed ? MatterCommand.Route : MatterCommand.SendToTriage], matter.Entries.OrderBy(e => e.Seq).Select(e => e.Command));
        ClockKind[] clocks = routed ? [ClockKind.Accept, ClockKind.Handle] : [ClockKind.Triage];
        Assert.Equal(clocks, matter.Clocks.Select(c => c.Kind).Order());
        Assert.All(matter.Clocks, clock => Assert.True(clock.Runs && clock.DueAt > matter.RegisteredAt));
        Assert.Equal(matter.Clocks.Min(c => c.DueAt), matter.NextDueAt);
        Assert.Equal(routed, matter.LeadUnit is not null && report.Category is not null);
    }

    /// <summary>Every other one says what it is about, as people who choose from a list do.</summary>
    private static List<Sent> Reports(DemoGround ground, Categories categories)
    {
        var random = new Random(2267);
        var choices = categories.All.Where(c => !c.IsClass).Select(c => c.Code).Order(StringComparer.Ordinal).ToList();
        using var file = new GZipStream(File.OpenRead(Town.Shared("data/hot-issues-dev.csv.gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        using var csv = CsvReader.Create(bytes.ToArray(), new CsvReaderOptions { AllowLineBreaksInQuotes = true });
        var reports = new List<Sent>();
        csv.ReadHeader();
        var names = csv.Headers.ToList();
        int subject = names.IndexOf("subject"), body = names.IndexOf("body");
        while (csv.Read())
        {
            var (point, grid) = ground.Somewhere(random);
            reports.Add(new Sent($"{csv.GetString(subject)}\n{csv.GetString(body)}", random.Next(2) == 0 ? null : choices[random.Next(choices.Count)], point, grid));
        }
        return reports;
    }
}
