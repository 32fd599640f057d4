using System.Globalization;

namespace Cuobian.Matters.Clocks;

/// <summary>When offices are open on a working day, as spans that follow one another, in ticks of the day.</summary>
public sealed class OpeningHours
{
    /// <summary>Eight hours are one working day: the budgets of the categories count on it.</summary>
    public static readonly OpeningHours Default = Parse("08:00-12:00 14:00-18:00");

    private readonly (long Open, long Close)[] spans;

    private OpeningHours((long Open, long Close)[] spans)
    {
        this.spans = spans;
        Day = spans.Sum(s => s.Close - s.Open);
    }

    /// <summary>Ticks worked on a working day.</summary>
    public long Day { get; }

    /// <summary>Reads spans like <c>08:00-12:00 14:00-18:00</c>.</summary>
    public static OpeningHours Parse(string text)
    {
        var spans = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Span).ToArray();
        var inOrder = spans.All(s => s.Open < s.Close) && spans.Zip(spans.Skip(1)).All(pair => pair.First.Close < pair.Second.Open);
        if (spans.Length == 0 || !inOrder) throw new FormatException($"Opening hours must be spans in order, like 08:00-12:00 14:00-18:00, not: {text}");
        return new OpeningHours(spans);
    }

    /// <summary>Ticks worked from midnight until this moment of a working day.</summary>
    public long WorkedBy(long moment) => spans.Sum(s => Math.Clamp(moment, s.Open, s.Close) - s.Open);

    /// <summary>The first moment of a working day at which this much is worked.</summary>
    public long MomentOf(long worked)
    {
        foreach (var (open, close) in spans)
        {
            if (worked <= close - open) return open + worked;
            worked -= close - open;
        }
        throw new ArgumentOutOfRangeException(nameof(worked));
    }

    private static (long Open, long Close) Span(string text) =>
        text.Split('-') is [var open, var close]
        && TimeOnly.TryParseExact(open, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
        && TimeOnly.TryParseExact(close, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            ? (from.Ticks, to.Ticks)
            : throw new FormatException($"Not a span of opening hours, like 08:00-12:00: {text}");
}
