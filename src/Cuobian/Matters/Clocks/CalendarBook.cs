using System.Globalization;
using Cuobian.Kernel;
using Cuobian.Matters.Rules;

namespace Cuobian.Matters.Clocks;

/// <summary>What a row of the calendar says: the opening hours, or that a day is unlike its day of the week.</summary>
public enum CalendarRowKind { Holiday, Workday, Hours }

/// <summary>One published version of the calendar: the opening hours, if it names them, and the days of the years it knows.</summary>
public sealed record CalendarBook(string? Hours, IReadOnlyDictionary<int, IReadOnlyList<Day>> Years)
{
    /// <summary>Key of the row with the opening hours.</summary>
    public const string HoursKey = "hours";

    public static readonly IReadOnlyList<RowField> Fields = [new("kind", FieldKind.Choice, Required: true), new("name", Required: true)];

    /// <summary>A year counts as known when it has a holiday: no year is without one, so an empty one was not announced yet.</summary>
    public static CalendarBook Read(IReadOnlyList<Row> rows, Faults faults)
    {
        string? hours = null;
        var days = new Dictionary<DateOnly, Day>();
        foreach (var row in rows.Select(row => new RowReader(row, faults)))
        {
            var kind = row.Choice<CalendarRowKind>("kind");
            if (row.Key == HoursKey || kind == CalendarRowKind.Hours) hours = HoursOf(row, kind) ?? hours;
            else if (DayOf(row, kind) is { } day) days[day.Date] = day;
        }
        var years = days.Values.OrderBy(d => d.Date).GroupBy(d => d.Date.Year).ToDictionary(y => y.Key, y => (IReadOnlyList<Day>)[.. y]);
        foreach (var (year, listed) in years.Where(y => y.Value.All(d => d.Kind == DayKind.Workday)).ToList())
        {
            faults.If(true, $"{Key(listed[0].Date)}.kind", "calendar_empty_year", year);
            years.Remove(year);
        }
        return new CalendarBook(hours, years);
    }

    public IEnumerable<Row> ToRows()
    {
        if (Hours is not null) yield return new Row(HoursKey, ("kind", nameof(CalendarRowKind.Hours)), ("name", Hours));
        foreach (var day in Years.OrderBy(y => y.Key).SelectMany(y => y.Value)) yield return new Row(Key(day.Date), ("kind", day.Kind.ToString()), ("name", day.Name));
    }

    private static string Key(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? HoursOf(RowReader row, CalendarRowKind? kind)
    {
        row.If(row.Key != HoursKey, "kind", "matters.calendar_hours_key", HoursKey).If(kind != CalendarRowKind.Hours, "kind", "matters.calendar_hours_key", HoursKey);
        if (row.IsWrong || row.Text("name") is not { } text) return null;
        try
        {
            OpeningHours.Parse(text);
            return text;
        }
        catch (FormatException)
        {
            row.If(true, "name", "matters.calendar_bad_hours");
            return null;
        }
    }

    private static Day? DayOf(RowReader row, CalendarRowKind? kind)
    {
        if (row.Date(row.Key, Row.KeyColumn) is not { } date || kind is null) return null;
        row.If(date.Year is < 1949 or > 2999, Row.KeyColumn, "calendar_not_a_year", date.Year)
            .If(kind == CalendarRowKind.Workday && date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday), "kind", "calendar_not_weekend", date);
        return row.IsWrong ? null : new Day(date, kind == CalendarRowKind.Holiday ? DayKind.Holiday : DayKind.Workday, row.Text("name") ?? "");
    }
}
