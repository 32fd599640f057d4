using System.Globalization;
using System.Text.Json;
using Cuobian.Matters.Clocks;
using Cuobian.Places.Contracts;

namespace Cuobian.Matters.Tally;

/// <summary>One thing that counts about a matter, at the smallest area known of it; <see cref="Number"/> is 1 when it came and -1 when it went.</summary>
internal readonly record struct Fact(Counted What, string Area, int Day, string Key, int Number, long Seconds)
{
    public const string Yes = "yes", No = "no";

    /// <summary>All that counts about a matter as it is.</summary>
    public static IEnumerable<Fact> Of(Countable m)
    {
        var day = DayOf(m.Registered);
        yield return new Fact(Counted.In, m.Area, day, "", 1, 0);
        if (m.Category is not null) yield return new Fact(Counted.Kind, m.Area, day, m.Category, 1, 0);
        yield return new Fact(Counted.State, m.Area, day, m.State.ToString(), 1, 0);
        if (!MatterRules.Ended.Contains(m.State)) yield return new Fact(Counted.Open, m.Area, 0, "", 1, 0);
        if (m.State == MatterState.Closed && m.Closed is { } at) yield return new Fact(Counted.Closed, m.Area, DayOf(at), "", 1, (long)(at - m.Registered).TotalSeconds);
        if (m.Satisfied is { } content) yield return new Fact(Counted.Rated, m.Area, m.Closed is { } end ? DayOf(end) : 0, content ? Yes : No, 1, 0);
        if (m.Due is { } due) yield return new Fact(Counted.Due, m.Area, 0, $"{MonthOf(due)} {(m.IsRaised ? Yes : No)}", 1, 0);
        if (m is { Category: not null, Visibility: Visibility.Public }) yield return Public(m.Area, m.Category, m.State, 1);
    }

    /// <summary>Whether a kind is listed for everybody may be settled anew on any day, so its kinds and states are kept and chosen from when they are read.</summary>
    public static Fact Public(string area, string category, MatterState state, int number) => new(Counted.Public, area, 0, PublicKey(category, state), number, 0);

    public static string PublicKey(string category, MatterState state) => $"{category} {state}";

    /// <summary>The verdict of a handling that ended, for its place and for the unit that leads.</summary>
    public static IEnumerable<Fact> Of(string area, string? unit, ClockKind kind, DateTimeOffset? stopped, bool? late)
    {
        if (kind != ClockKind.Handle || stopped is not { } at || late is not { } isLate) yield break;
        var verdict = isLate ? No : Yes;
        yield return new Fact(Counted.Verdict, area, DayOf(at), verdict, 1, 0);
        if (unit is not null) yield return new Fact(Counted.Unit, area, DayOf(at), $"{unit} {verdict}", 1, 0);
    }

    /// <summary>What was true and is no longer, and what is true now and was not.</summary>
    public static IEnumerable<Fact> Difference(IEnumerable<Fact> before, IEnumerable<Fact> now)
    {
        var times = new Dictionary<Fact, int>();
        foreach (var fact in now) times[fact] = times.GetValueOrDefault(fact) + 1;
        foreach (var fact in before) times[fact] = times.GetValueOrDefault(fact) - 1;
        return times.Where(t => t.Value != 0).Select(t => t.Key with { Number = t.Key.Number * t.Value, Seconds = t.Key.Seconds * t.Value });
    }

    /// <summary>Months in the order of their names.</summary>
    public static string MonthOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The areas whose figures it is added to; what is public is counted by township, for below that it is quickly counted itself.</summary>
    public IEnumerable<string> Areas => What == Counted.Public ? AreaCode.PathOf(Area).Where(area => area.Length <= AreaCode.DigitsOf(AreaLevel.Township)) : AreaCode.PathOf(Area);

    public static int DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(WorkCalendar.Zone).DateTime).DayNumber;

    public static string Write(IEnumerable<Fact> facts) => JsonSerializer.Serialize(facts);

    public static IReadOnlyList<Fact> Read(string text) => JsonSerializer.Deserialize<List<Fact>>(text)!;
}

/// <summary>What is read of a matter to count it.</summary>
internal sealed record Countable(string Area, string? Category, MatterState State, Visibility Visibility, DateTimeOffset Registered, DateTimeOffset? Closed, bool? Satisfied, DateTimeOffset? Due, bool IsRaised);
