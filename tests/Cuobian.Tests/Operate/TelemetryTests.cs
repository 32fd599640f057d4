using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Data.Telemetry;
using Cuobian.Tests.Architecture;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cuobian.Tests.Operate;

/// <summary>The house tells how it is doing, truthfully, and nothing about anybody.</summary>
public sealed partial class TelemetryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_is_counted_once_it_is_stored_and_the_queue_is_seen()
    {
        await using var ward = await Ward.Open();
        using var watcher = new Watcher(ward.App);
        await ward.Report();
        using var refused = await Ward.Post(ward.Stranger, "", new { text = "" });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(1, watcher.Sum("cuobian.events", "MatterMoved", "Register"));

        ward.App.Clock.Advance(TimeSpan.FromSeconds(42));
        await Look(ward.App);
        watcher.Read();
        Assert.True(watcher.Last("cuobian.work.due") > 0);
        Assert.InRange(watcher.Last("cuobian.work.lag"), 42, 43);
        Assert.Equal(0, watcher.Last("cuobian.work.dead"));
        Assert.Equal(0, watcher.Last("cuobian.live.listeners"));
        Assert.Equal(1, watcher.Last("cuobian.nodes"));
        var delivered = await ward.App.DeliverDue();
        Assert.Equal(delivered, watcher.Sum("cuobian.work.deliveries", "delivered"));
    }

    [Fact]
    public async Task No_attribute_of_a_span_or_a_figure_holds_anything_personal()
    {
        await using var ward = await Ward.Open();
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded, ActivityStopped = spans.Add };
        ActivitySource.AddActivityListener(listener);
        using var watcher = new Watcher(ward.App);
        var told = await ward.Report(new { text = "王小明家门口的灯坏了", point = Ward.Point(), address = "海风里三号", reporter = new { name = "王小明", phone = "13800138000" } });
        await ward.Stranger.GetStringAsync($"{Ward.Matters}/{told.Number}?code={told.Code}", Ct);
        await ward.App.DeliverDue();
        await Look(ward.App);
        watcher.Read();
        foreach (var span in spans) OnlyKnownTags.Strip(span);
        var said = spans.SelectMany(s => s.TagObjects.Select(t => $"{t.Value}").Append(s.DisplayName)).Concat(watcher.Attributes).ToList();
        Assert.NotEmpty(said);
        string[] secrets = ["王小明", "13800138000", "海风里", told.Number, told.Code];
        Assert.DoesNotContain(said, word => secrets.Any(secret => word.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_dashboard_shows_the_figures_that_exist_and_all_of_them()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        using var watcher = new Watcher(app);
        var file = House.Read("docs/grafana-dashboard.json");
        using var dashboard = JsonDocument.Parse(file);
        Assert.NotEmpty(dashboard.RootElement.GetProperty("panels").EnumerateArray());
        Assert.Equal(watcher.InPrometheus.Order(), Figure().Matches(file).Select(m => m.Value).Distinct().Order());
    }

    [Fact]
    public async Task An_error_carries_the_id_that_its_log_line_has()
    {
        await using var ward = await Ward.Open();
        using var answer = await ward.Stranger.GetAsync($"{Ward.Matters}/nothing", Ct);
        var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Matches("^[0-9a-zA-Z:]{10,}$", problem.GetProperty("traceId").GetString());

        using var span = new Activity("test").Start();
        using var text = new StringWriter();
        new LogLine(new TestClock()).Write(new LogEntry<string>(LogLevel.Warning, "Cuobian.Test", default, "a fault", null, (state, _) => state), null, text);
        Assert.Equal($"2026-03-16T01:00:00.000Z warn {span.TraceId} Cuobian.Test: a fault{Environment.NewLine}", text.ToString());
    }

    [Fact]
    public async Task A_node_whose_database_is_gone_is_live_and_not_ready()
    {
        var settings = await TestDatabase.New();
        await using var app = new CuobianApp(settings);
        using var client = app.CreateClient();
        Assert.Equal("ready", await client.GetStringAsync("/health/ready", Ct));
        await TestDatabase.Drop(settings);
        await Is(client, HttpStatusCode.ServiceUnavailable, "not ready: database");
        Assert.Equal("live", await client.GetStringAsync("/health/live", Ct));
    }

    [Fact]
    public async Task A_node_that_lacks_a_key_or_a_migration_is_not_ready()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        await Do(app, db =>
        {
            db.Add(new KnownKey { Id = "k9", Algorithm = "AES-256-GCM", Check = "x", Since = TestClock.Start });
            return db.SaveChangesAsync(Ct);
        });
        await Is(client, HttpStatusCode.ServiceUnavailable, "not ready: keys");
        await Do(app, db => db.Database.ExecuteSqlAsync($"""delete from "__EFMigrationsHistory" """, Ct));
        await Is(client, HttpStatusCode.ServiceUnavailable, "not ready: schema");
    }

    private static Task<int> Do(CuobianApp app, Func<CuobianDb, Task<int>> work) => app.InScope(s => work(s.GetRequiredService<CuobianDb>()));

    private static Task<bool> Look(CuobianApp app) => app.InScope(async scope =>
    {
        var look = ActivatorUtilities.CreateInstance<LookAtQueue>(scope);
        await look.Look(scope.GetRequiredService<CuobianDb>(), Ct);
        return true;
    });

    private static async Task Is(HttpClient client, HttpStatusCode status, string words)
    {
        using var answer = await client.GetAsync("/health/ready", Ct);
        Assert.Equal((status, words), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct)));
    }

    [GeneratedRegex(@"\bcuobian_\w+")]
    private static partial Regex Figure();

    /// <summary>Listens to the meter of one app.</summary>
    private sealed class Watcher : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly ConcurrentBag<(string Name, double Value, string[] Tags)> seen = [];
        private readonly ConcurrentBag<Instrument> instruments = [];

        public Watcher(CuobianApp app)
        {
            var scope = app.Services.GetRequiredService<IMeterFactory>();
            listener.InstrumentPublished = (instrument, to) =>
            {
                if (instrument.Meter.Name != HouseFigures.Name || instrument.Meter.Scope != scope) return;
                instruments.Add(instrument);
                to.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            app.Services.GetRequiredService<HouseFigures>();
            listener.Start();
        }

        public IEnumerable<string> Attributes => seen.SelectMany(s => s.Tags);

        /// <summary>The names as a collector hands them to Prometheus.</summary>
        public IEnumerable<string> InPrometheus => instruments.Select(i => i.Name.Replace('.', '_') + (i.Unit == "s" ? "_seconds" : "") + (i is Counter<long> ? "_total" : ""));

        public void Read() => listener.RecordObservableInstruments();

        public double Sum(string name, params string[] tags) => seen.Where(s => s.Name == name && s.Tags.SequenceEqual(tags)).Sum(s => s.Value);

        public double Last(string name) => seen.First(s => s.Name == name).Value;

        public void Dispose() => listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var words = new string[tags.Length];
            for (var i = 0; i < tags.Length; i++) words[i] = $"{tags[i].Value}";
            seen.Add((instrument.Name, value, words));
        }
    }
}
