using System.Globalization;
using Cuobian.Matters;
using Cuobian.Matters.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Cuobian.Tests.Matters.Rules;

/// <summary>Rules in their order: the first that matches decides, whatever its neighbours say.</summary>
public sealed class RoutingRuleTests
{
    private static readonly string[] Categories = ["0101", "0203", "0308", "1104"];
    private static readonly string[] Areas = ["350602001001001", "350602001002003", "350603001001001"];
    private static readonly string[] Texts = ["路灯不亮", "半夜施工很吵", "着火了", ""];

    private static readonly Gen<RoutingRule> AnyRule =
        from category in Gen.Elements(null, "02", "0203", "03", "1104", "9")
        from area in Gen.Elements(null, "3506", "350602", "350602001001", "350603001001001")
        from word in Gen.Elements(null, "灯", "吵", "火")
        from channel in Gen.Elements<Channel?>(null, Channel.Web, Channel.Api)
        from danger in Gen.Elements<bool?>(null, true, false)
        from days in Gen.Elements((-1, -1), (0, 5), (3, 9), (6, -1))
        from hours in Gen.Elements((-1, -1), (8, 18), (22, 6), (12, -1), (-1, 12))
        select new RoutingRule(1, "", RuleTarget.Triage)
        {
            Category = category,
            Area = area,
            Words = word is null ? [] : [word, "没有的词"],
            Channel = channel,
            Danger = danger,
            From = Day(days.Item1),
            Until = Day(days.Item2),
            After = Hour(hours.Item1),
            Before = Hour(hours.Item2),
        };

    private static readonly Gen<RoutingFacts> AnyFacts =
        from category in Gen.Elements(Categories)
        from area in Gen.Elements(Areas)
        from text in Gen.Elements(Texts)
        from channel in Gen.Elements(Channel.Web, Channel.Api, Channel.Field)
        from danger in Gen.Elements(true, false)
        from day in Gen.Choose(0, 10)
        from hour in Gen.Choose(0, 23)
        select new RoutingFacts(category, area, text, channel, Day(day)!.Value, Hour(hour)!.Value, danger);

    [Fact]
    public void The_first_rule_that_matches_decides_and_equals_a_naive_reading()
    {
        var worlds = from rules in AnyRule.ListOf() from facts in AnyFacts select (Rules: rules.Index().Select(r => r.Item with { }).ToList(), Facts: facts);
        Prop.ForAll(worlds.ToArbitrary(), world => ReferenceEquals(Naive(world.Rules, world.Facts), new RuleBook(world.Rules).First(world.Facts)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Theory]
    [InlineData("22:00", "06:00", "23:30", true)]
    [InlineData("22:00", "06:00", "05:59", true)]
    [InlineData("22:00", "06:00", "06:00", false)]
    [InlineData("08:00", "18:00", "08:00", true)]
    [InlineData("08:00", "18:00", "18:00", false)]
    public void Hours_may_pass_midnight(string after, string before, string at, bool matches)
    {
        var rule = new RoutingRule(1, "", RuleTarget.Triage) { After = TimeOnly.Parse(after, CultureInfo.InvariantCulture), Before = TimeOnly.Parse(before, CultureInfo.InvariantCulture) };
        Assert.Equal(matches, rule.Matches(new RoutingFacts("0203", "35", "", Channel.Web, new DateOnly(2026, 3, 16), TimeOnly.Parse(at, CultureInfo.InvariantCulture), false)));
    }

    [Fact]
    public void The_time_of_day_is_that_of_China() =>
        Assert.Equal(new TimeOnly(9, 0), RoutingFacts.Of("0203", "35", "", Channel.Web, Some.Monday.ToUniversalTime(), false).Time);

    [Fact]
    public void A_reason_names_its_rule_and_is_read_back()
    {
        Assert.Equal(new FiredRule(14, 3, "0203 in 350602 words", "350602000000-CG"), Router.Fired("rule 14 v3: 0203 in 350602 words → 350602000000-CG"));
        Assert.All(["0203 → CG @ 350602 → 350602000000-CG", "no_unit", null, "rule 14"], because => Assert.Null(Router.Fired(because)));
    }

    /// <summary>Written apart from the product: every condition on its own, all rules looked at, the lowest place wins.</summary>
    private static RoutingRule? Naive(List<RoutingRule> rules, RoutingFacts facts)
    {
        var fitting = new List<(int Place, RoutingRule Rule)>();
        foreach (var (place, rule) in rules.Index())
        {
            var no = 0;
            if (rule.Category is { } category && !facts.Category.StartsWith(category, StringComparison.Ordinal)) no++;
            if (rule.Area is { } area && (facts.Area.Length < area.Length || facts.Area[..area.Length] != area)) no++;
            if (rule.Channel is { } channel && channel != facts.Channel) no++;
            if (rule.Danger is { } danger && danger != facts.Danger) no++;
            if (rule.From is { } from && facts.Day < from) no++;
            if (rule.Until is { } until && until < facts.Day) no++;
            if (rule.Words.Count > 0 && !rule.Words.Any(w => facts.Text.Contains(w))) no++;
            var hours = Enumerable.Range(0, 24).Where(h => Counts(h, rule.After?.Hour, rule.Before?.Hour)).ToHashSet();
            if (!hours.Contains(facts.Time.Hour)) no++;
            if (no == 0) fitting.Add((place, rule));
        }
        return fitting.Count == 0 ? null : fitting.MinBy(f => f.Place).Rule;
    }

    private static bool Counts(int hour, int? after, int? before)
    {
        if (after is null && before is null) return true;
        for (var (at, end) = (after ?? 0, before ?? 24); ; at = (at + 1) % 24)
        {
            if (at == end) return false;
            if (at == hour) return true;
            if (end == 24 && at == 23) return false;
        }
    }

    private static DateOnly? Day(int day) => day < 0 ? null : new DateOnly(2026, 3, 10).AddDays(day);

    private static TimeOnly? Hour(int hour) => hour < 0 ? null : new TimeOnly(hour, 0);
}
