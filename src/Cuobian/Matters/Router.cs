using System.Globalization;
using System.Text.RegularExpressions;
using Cuobian.Matters.Rules;
using Cuobian.People.Contracts;

namespace Cuobian.Matters;

/// <summary>Where the rules send a matter and the sentence that says why.</summary>
public sealed record RoutedTo(Unit Unit, string Because);

/// <summary>What the rules decide for a report: a unit, or nobody, so that a person looks; and why.</summary>
public sealed record Decision(Unit? Unit, string Because, RoutingRule? Rule = null);

/// <summary>A rule as it is named in the reason that a matter keeps.</summary>
public sealed record FiredRule(int Number, int Version, string Conditions, string Target);

/// <summary>Finds the unit for a report: the first rule that matches decides, else the department of the category; a part goes to its owner first, anything else to the locality first.</summary>
public sealed partial class Router(IUnits units, RuleCatalogue rules, TimeProvider time)
{
    /// <summary>The unit for a category at a place, when nothing more is known of the report.</summary>
    public RoutedTo? Find(Category category, string area)
    {
        var facts = RoutingFacts.Of(category.Code, area, "", Channel.Web, time.GetUtcNow(), danger: false);
        // A rule for one source speaks of a report; here there is none.
        var rule = rules.Book.Rules.FirstOrDefault(r => r.Channel is null && r.Matches(facts));
        var found = rule is null || rule.Target == RuleTarget.Triage ? null : Target(rule, category, area);
        var unit = found ?? Department(category.Department, category, area);
        return unit is null ? null : new RoutedTo(unit, found is null ? Plain(category, area, unit) : Reason(rule!, rules.Number, unit.Code));
    }

    /// <summary>What the published rules decide.</summary>
    public Decision Decide(Category? category, string? grid, in RoutingFacts facts) => Decide(rules.Book, rules.Number, category, grid, facts);

    /// <summary>One clear answer and nothing unusual: straight to the unit. In danger only a rule made for danger sends past the person who looks first.</summary>
    public Decision Decide(RuleBook book, int version, Category? category, string? grid, in RoutingFacts facts)
    {
        if (grid is null) return new Decision(null, "no_grid");
        if (category is null) return new Decision(null, "no_category");
        var rule = book.First(facts);
        if (facts.Danger && rule is not { Danger: true }) return new Decision(null, "urgent");
        if (category.Sensitive) return new Decision(null, "sensitive");
        if (rule is null)
            return Department(category.Department, category, facts.Area) is { } usual ? new Decision(usual, Plain(category, facts.Area, usual)) : new Decision(null, "no_unit");
        if (rule.Target == RuleTarget.Triage) return new Decision(null, Reason(rule, version, "triage"), rule);
        return Target(rule, category, facts.Area) is { } unit ? new Decision(unit, Reason(rule, version, unit.Code), rule) : new Decision(null, Reason(rule, version, "no_unit"), rule);
    }

    /// <summary>The rule that a matter's reason names; null when none decided.</summary>
    public static FiredRule? Fired(string? because) =>
        because is not null && RuleReason().Match(because) is { Success: true, Groups: var part }
            ? new FiredRule(int.Parse(part[1].Value, CultureInfo.InvariantCulture), int.Parse(part[2].Value, CultureInfo.InvariantCulture), part[3].Value, part[4].Value)
            : null;

    private Unit? Target(RoutingRule rule, Category category, string area) => rule.Target switch
    {
        RuleTarget.Department => Department(rule.UnitType!, category, area),
        RuleTarget.Unit => units.Find(rule.Unit!) is { } unit && area.StartsWith(unit.Area, StringComparison.Ordinal) ? unit : null,
        RuleTarget.Triage => null,
    };

    private Unit? Department(string type, Category category, string area) =>
        (category.Kind == CategoryKind.Part ? units.Owner(type, area) : null) ?? units.Nearest(type, area);

    private static string Plain(Category category, string area, Unit unit) => $"{category.Code} → {category.Department} @ {area} → {unit.Code}";

    private static string Reason(RoutingRule rule, int version, string target) =>
        string.Create(CultureInfo.InvariantCulture, $"rule {rule.Number} v{version}: {rule.Conditions} → {target}");

    [GeneratedRegex(@"^rule (\d{1,9}) v(\d{1,9}): (.*) → ([^→]+)$")]
    private static partial Regex RuleReason();
}
