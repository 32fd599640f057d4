using System.Text.Json;
using Cuobian.Matters.Clocks;

namespace Cuobian.Matters.Tally;

/// <summary>One thing that counts about a matter, at the smallest area known of it; <see cref="Number"/> is 1 when it came and -1 when it went.</summary>
internal readonly record struct Fact(Counted What, string Area, int Day, string Key, int Number, long Seconds)
{
    public const string Yes = "yes", No = "no";

    /// <summary>All that counts about a matter as it is.</summary>
    public static IEnumerable<Fact> Of(string area, string? category, MatterState state, DateTimeOffset registered, DateTimeOffset? closed, bool? satisfied)
    {
        var day = DayOf(registered);
        yield return new Fact(Counted.In, area, day, "", 1, 0);
        if (category is not null) yield return new Fact(Counted.Kind, area, day, category, 1, 0);
        yield return new Fact(Counted.State, area, day, state.ToString(), 1, 0);
        if (!MatterRules.Ended.Contains(state)) yield return new Fact(Counted.Open, area, 0, "", 1, 0);
        if (state == MatterState.Closed && closed is { } at) yield return new Fact(Counted.Closed, area, DayOf(at), "", 1, (long)(at - registered).TotalSeconds);
        if (satisfied is { } content) yield return new Fact(Counted.Rated, area, closed is { } end ? DayOf(end) : 0, content ? Yes : No, 1, 0);
    }

    /// <summary>The verdict of a handling that ended.</summary>
    public static Fact? Of(string area, MatterClock clock) => Of(area, clock.Kind, clock.StoppedAt, clock.Late);

    public static Fact? Of(string area, ClockKind kind, DateTimeOffset? stopped, bool? late) =>
        kind == ClockKind.Handle && stopped is { } at && late is { } isLate ? new Fact(Counted.Verdict, area, DayOf(at), isLate ? No : Yes, 1, 0) : null;

    public Fact Gone() => this with { Number = -Number, Seconds = -Seconds };

    public static int DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(WorkCalendar.Zone).DateTime).DayNumber;

    public static string Write(IEnumerable<Fact> facts) => JsonSerializer.Serialize(facts);

    public static IReadOnlyList<Fact> Read(string text) => JsonSerializer.Deserialize<List<Fact>>(text)!;
}
