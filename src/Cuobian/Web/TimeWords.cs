using Cuobian.Web.Components;
using Microsoft.Extensions.Localization;

namespace Cuobian.Web;

/// <summary>Says times the way people say them, in the language of the request: "还剩 3 小时", "昨天 19:42", "5 h 12 min".</summary>
internal sealed class TimeWords(IStringLocalizer<Text> words)
{
    /// <summary>All of China keeps Beijing time, without summer time.</summary>
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    public static DateTimeOffset Local(DateTimeOffset at) => at.ToOffset(Beijing);

    public string Say(TimeSay way, DateTimeOffset now, DateTimeOffset at) => way switch
    {
        TimeSay.Ago => Ago(now, at),
        TimeSay.Left => Left(now, at),
        TimeSay.When => When(now, at),
    };

    /// <summary>How long until it is due, or how long it is over.</summary>
    public string Left(DateTimeOffset now, DateTimeOffset due) =>
        (due - now) switch
        {
            { TotalMinutes: >= 1 } left => words["time_left", Span(left)],
            { TotalMinutes: > -1, Ticks: var ticks } => words[ticks >= 0 ? "time_left_moment" : "time_over_moment"],
            var over => words["time_over", Span(over)],
        };

    /// <summary>When something happened.</summary>
    public string Ago(DateTimeOffset now, DateTimeOffset at) => (now - at) switch
    {
        { Ticks: < 0 } => When(now, at),
        { TotalMinutes: < 1 } => words["time_just_now"],
        { TotalHours: < 1 } gone => words["time_minutes_ago", (int)gone.TotalMinutes],
        _ => When(now, at),
    };

    /// <summary>The day as seen from now, and the time of day while the day is near.</summary>
    public string When(DateTimeOffset now, DateTimeOffset at)
    {
        var (here, there) = (Local(now), Local(at));
        var days = (there.Date - here.Date).Days;
        return days switch
        {
            0 => words["time_today", there],
            1 => words["time_tomorrow", there],
            -1 => words["time_yesterday", there],
            > -8 and < 8 => words["time_date_clock", there],
            _ => words[here.Year == there.Year ? "time_date" : "time_date_year", there],
        };
    }

    public string Exact(DateTimeOffset at) => words["time_exact", Local(at)];

    /// <summary>A length of time in its two largest useful units.</summary>
    public string Span(TimeSpan span) => span.Duration() switch
    {
        { TotalMinutes: < 1 } => words["span_under_minute"],
        { TotalHours: < 1 } s => words["span_minutes", (int)s.TotalMinutes],
        { TotalDays: < 1, Minutes: 0 } s => Hours((int)s.TotalHours),
        { TotalDays: < 1 } s => words["span_hours_minutes", (int)s.TotalHours, s.Minutes],
        { TotalDays: < 3, Hours: > 0 } s => words["span_days_hours", Days(s.Days), s.Hours],
        var s => Days((int)s.TotalDays),
    };

    private string Hours(int count) => words[count == 1 ? "span_hour" : "span_hours", count];

    private string Days(int count) => words[count == 1 ? "span_day" : "span_days", count];
}
