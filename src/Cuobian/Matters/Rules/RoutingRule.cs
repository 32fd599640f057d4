using Cuobian.Matters.Clocks;

namespace Cuobian.Matters.Rules;

/// <summary>Where a rule sends: the unit of a kind that serves the place, one named unit, or a person at triage.</summary>
public enum RuleTarget { Department, Unit, Triage }

/// <summary>What the rules look at; the text is in capitals, where its script has them, so that words are found as fast as bytes.</summary>
public readonly record struct RoutingFacts(string Category, string Area, string Text, Channel Channel, DateOnly Day, TimeOnly Time, bool Danger)
{
    public static RoutingFacts Of(string category, string area, string text, Channel channel, DateTimeOffset at, bool danger)
    {
        var local = at.ToOffset(WorkCalendar.Zone).DateTime;
        return new RoutingFacts(category, area, text.ToUpperInvariant(), channel, DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), danger);
    }
}

/// <summary>One routing rule: all its conditions must hold; a condition that is not set always does.</summary>
public sealed record RoutingRule(int Number, string Name, RuleTarget Target)
{
    private readonly string[] capitals = [];

    /// <summary>The first and the last day it is valid.</summary>
    public DateOnly? From { get; init; }

    public DateOnly? Until { get; init; }

    /// <summary>The category or the class it is for.</summary>
    public string? Category { get; init; }

    /// <summary>The area it is for, with everything below.</summary>
    public string? Area { get; init; }

    /// <summary>One of these stands in the report.</summary>
    public IReadOnlyList<string> Words
    {
        get;
        init => (field, capitals) = (value, [.. value.Select(w => w.ToUpperInvariant())]);
    } = [];

    public Channel? Channel { get; init; }

    /// <summary>From this time of day until before that one; over midnight when the second is the earlier.</summary>
    public TimeOnly? After { get; init; }

    public TimeOnly? Before { get; init; }

    /// <summary>There is danger, or there is none.</summary>
    public bool? Danger { get; init; }

    /// <summary>Kind of the unit, for <see cref="RuleTarget.Department"/>.</summary>
    public string? UnitType { get; init; }

    /// <summary>Code of the unit, for <see cref="RuleTarget.Unit"/>.</summary>
    public string? Unit { get; init; }

    /// <summary>The cheap conditions come first; words are searched last.</summary>
    public bool Matches(in RoutingFacts facts) =>
        (Category is null || facts.Category.StartsWith(Category, StringComparison.Ordinal))
        && (Area is null || facts.Area.StartsWith(Area, StringComparison.Ordinal))
        && (Channel is null || Channel == facts.Channel)
        && (Danger is null || Danger == facts.Danger)
        && (From is null || facts.Day >= From) && (Until is null || facts.Day <= Until)
        && InHours(facts.Time)
        && (Words.Count == 0 || HasWord(facts.Text));

    /// <summary>The conditions in short, as they are stored with the matter: <c>0203 in 350602</c>.</summary>
    public string Conditions => string.Concat(Category ?? "*", " in ", Area ?? "*",
        Words.Count > 0 ? " words" : null, Channel is { } channel ? $" {channel}" : null, After is null && Before is null ? null : " hours", Danger is { } danger ? danger ? " danger" : " no danger" : null);

    private bool InHours(TimeOnly time) => (After, Before) switch
    {
        (null, null) => true,
        ({ } after, null) => time >= after,
        (null, { } before) => time < before,
        ({ } after, { } before) => after <= before ? time >= after && time < before : time >= after || time < before,
    };

    private bool HasWord(string text)
    {
        foreach (var word in capitals)
            if (text.Contains(word, StringComparison.Ordinal)) return true;
        return false;
    }
}

/// <summary>The rules in their order: of all that match, the first decides.</summary>
public sealed class RuleBook(IReadOnlyList<RoutingRule> rules)
{
    private readonly RoutingRule[] rules = [.. rules];

    public IReadOnlyList<RoutingRule> Rules => rules;

    public RoutingRule? First(in RoutingFacts facts)
    {
        foreach (var rule in rules)
            if (rule.Matches(facts)) return rule;
        return null;
    }
}
