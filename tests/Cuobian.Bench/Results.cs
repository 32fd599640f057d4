using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Cuobian.BrowserTests.Support;

namespace Cuobian.Bench;

/// <summary>One line of the table.</summary>
internal sealed record Result(string Database, string What, string Rate, string P50, string P99, string Note);

/// <summary>Everything that was measured: told while it happens, then as a table and as JSON.</summary>
internal sealed class Results
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private readonly List<Result> all = [];
    private readonly List<WhatCame> outcomes = [];
    private bool failed;

    /// <summary>Nothing acknowledged was lost, doubled or left lying.</summary>
    public bool AreHarmless => !failed && outcomes.TrueForAll(outcome => outcome.IsHarmless);

    /// <summary>Something else that must not happen did.</summary>
    public void Fail() => failed = true;

    public void Add(string database, string what, (Figures Median, double Low, double High) rounds, string note = "")
    {
        var (median, low, high) = rounds;
        var spread = high > low ? $" ({low:N0}–{high:N0})" : "";
        var cpu = median.CpuMsPerCall is { } used ? string.Create(CultureInfo.InvariantCulture, $"{used:0.00} ms CPU a call") : "";
        Add(new Result(database, what, $"{median.Rate:N0}{spread}", Ms(median.P50), Ms(median.P99), string.Join("; ", new[] { cpu, note }.Where(n => n.Length > 0))));
    }

    public void Add(Result result)
    {
        all.Add(result);
        Console.Error.WriteLine($"  {result.Database,-8} {result.What,-55} {result.Rate,22} /s  p50 {result.P50,8}  p99 {result.P99,8}  {result.Note}");
    }

    public void Add(WhatCame outcome)
    {
        outcomes.Add(outcome);
        Console.Error.WriteLine($"  {Row(outcome)}");
    }

    public void Print() => Console.WriteLine(Table);

    private string Table => string.Join('\n', [Machine, "", .. all.Count == 0 ? [] : Measured, .. outcomes.Count == 0 ? [] : Broken]);

    private IEnumerable<string> Broken =>
    [
        "| database | what | away, s | acknowledged | lost | doubled | stuck | |", "|---|---|---:|---:|---:|---:|---:|---|", .. outcomes.Select(Row),
    ];

    private static string Row(WhatCame o) => o.AwaySeconds is not { } away ? $"| {o.Database} | {o.What} | | | | | | {o.Note} |" :
        string.Create(CultureInfo.InvariantCulture, $"| {o.Database} | {o.What} | {away:0.0} | {o.Acknowledged} | {o.Lost} | {o.Doubled} | {o.Stuck} | {o.Note} |");

    private IEnumerable<string> Measured =>
    [
        "| database | what | a second (low–high) | p50 ms | p99 ms | |", "|---|---|---:|---:|---:|---|",
        .. all.Select(r => $"| {r.Database} | {r.What} | {r.Rate} | {r.P50} | {r.P99} | {r.Note} |"),
    ];

    /// <summary>The table again, and all of it as JSON.</summary>
    public async Task Write()
    {
        await File.WriteAllTextAsync(Path.Combine(Build.Root, "artifacts", "bench.md"), Table + "\n");
        var file = Path.Combine(Build.Root, "artifacts", "bench.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { machine = Machine, at = DateTimeOffset.UtcNow, results = all, faults = outcomes }, Json));
    }

    private static string Machine =>
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    private static string Ms(double milliseconds) => milliseconds.ToString(milliseconds < 1 ? "0.000" : "0.0", CultureInfo.InvariantCulture);
}
