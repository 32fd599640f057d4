using System.Diagnostics;
using System.Globalization;
using Cuobian.Matters;
using Cuobian.Matters.Rules;

namespace Cuobian.Bench;

/// <summary>Which rule routes it? Five hundred that all have to be read, because none of them fits.</summary>
internal static class RulesBench
{
    private const int Rules = 500, Readings = 20_000;

    public static void Run(Results results)
    {
        var book = new RuleBook([.. Enumerable.Range(1, Rules).Select(n => new RoutingRule(n, "", RuleTarget.Triage) { Category = "02", Area = "350602", Words = ["词" + n] })]);
        var facts = new RoutingFacts("0203", "350602001001001", "小区东门那盏灯坏三天了，晚上走路看不见", Channel.Web, new DateOnly(2026, 3, 16), new TimeOnly(9, 0), false);
        Read(book, facts);
        var clock = Stopwatch.StartNew();
        Read(book, facts);
        var micros = clock.Elapsed.TotalMicroseconds / Readings;
        results.Add(new Result("memory", $"reading {Rules} routing rules of which none fits", (1e6 / micros).ToString("N0", CultureInfo.InvariantCulture), $"{micros / 1000:0.000}", "", ""));
    }

    private static void Read(RuleBook book, RoutingFacts facts)
    {
        for (var i = 0; i < Readings; i++)
            if (book.First(facts) is not null) throw new InvalidOperationException("No rule fits.");
    }
}
