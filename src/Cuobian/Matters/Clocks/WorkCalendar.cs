namespace Cuobian.Matters.Clocks;

/// <summary>
/// Counts time as offices work it: Monday to Friday and make-up days, never on holidays. It knows only the years that
/// were loaded; whatever needs another year is null, never a guess.
/// </summary>
public sealed class WorkCalendar
{
    /// <summary>All of China keeps one time, without summer time.</summary>
    public static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    private readonly OpeningHours hours;
    private readonly HashSet<int> loaded;
    private readonly int firstDay;

    /// <summary>How many days are worked before each day, counted from the first; days of unknown years count as not worked.</summary>
    private readonly int[] workedBefore;

    public WorkCalendar(OpeningHours hours, IEnumerable<int> years, IEnumerable<Day> days)
    {
        this.hours = hours;
        loaded = [.. years];
        if (loaded.Count == 0)
        {
            workedBefore = [0];
            return;
        }
        firstDay = new DateOnly(loaded.Min(), 1, 1).DayNumber;
        var kinds = days.ToDictionary(d => d.Date.DayNumber, d => d.Kind);
        workedBefore = new int[new DateOnly(loaded.Max(), 12, 31).DayNumber - firstDay + 2];
        for (var day = 0; day < workedBefore.Length - 1; day++)
            workedBefore[day + 1] = workedBefore[day] + (IsWorked(DateOnly.FromDayNumber(firstDay + day)) ? 1 : 0);

        bool IsWorked(DateOnly date) => loaded.Contains(date.Year) && (kinds.TryGetValue(date.DayNumber, out var kind)
            ? kind == DayKind.Workday
            : date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
    }

    /// <summary>The years it knows.</summary>
    public IReadOnlyCollection<int> Years => loaded;

    /// <summary>Is this day worked? Null when its year is not loaded.</summary>
    public bool? Works(DateOnly date) => loaded.Contains(date.Year) ? WorkedOn(date.DayNumber - firstDay) : null;

    /// <summary>The first instant at which this many minutes have passed since the start.</summary>
    public DateTimeOffset? Due(Pace pace, DateTimeOffset start, int minutes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minutes);
        if (pace == Pace.Continuous) return start.AddMinutes(minutes);
        if (Local(start) is var local && !loaded.Contains(local.Year)) return null;
        if (minutes == 0) return start;

        var end = Worked(local) + minutes * TimeSpan.TicksPerMinute;
        var day = DayWhen((int)((end - 1) / hours.Day) + 1, DayOf(local));
        if (day is null || !AllLoaded(local.Year, DateOnly.FromDayNumber(firstDay + day.Value).Year)) return null;
        var midnight = DateOnly.FromDayNumber(firstDay + day.Value).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight.AddTicks(hours.MomentOf(end - workedBefore[day.Value] * hours.Day)), Zone).ToOffset(start.Offset);
    }

    /// <summary>Whole minutes that passed between two instants; none when the second is not later.</summary>
    public int? Minutes(Pace pace, DateTimeOffset from, DateTimeOffset to)
    {
        if (pace == Pace.Continuous) return Math.Max(0, (int)((to - from).Ticks / TimeSpan.TicksPerMinute));
        var (start, end) = (Local(from), Local(to));
        if (!loaded.Contains(start.Year) || !AllLoaded(start.Year, end.Year)) return null;
        return end <= start ? 0 : (int)((Worked(end) - Worked(start)) / TimeSpan.TicksPerMinute);
    }

    private static DateTime Local(DateTimeOffset instant) => instant.ToOffset(Zone).DateTime;

    private int DayOf(DateTime local) => DateOnly.FromDateTime(local).DayNumber - firstDay;

    private bool WorkedOn(int day) => workedBefore[day + 1] > workedBefore[day];

    private bool AllLoaded(int from, int to)
    {
        for (var year = from; year <= to; year++)
            if (!loaded.Contains(year)) return false;
        return true;
    }

    /// <summary>Ticks worked from the first known day until this moment.</summary>
    private long Worked(DateTime local)
    {
        var day = DayOf(local);
        return workedBefore[day] * hours.Day + (WorkedOn(day) ? hours.WorkedBy(local.TimeOfDay.Ticks) : 0);
    }

    /// <summary>The first day, not before the given one, at whose end this many days were worked.</summary>
    private int? DayWhen(int worked, int from)
    {
        if (workedBefore[^1] < worked) return null;
        var (low, high) = (from, workedBefore.Length - 2);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (workedBefore[middle + 1] >= worked) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
