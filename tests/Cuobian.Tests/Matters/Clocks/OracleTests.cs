using System.Text.Json;
using Cuobian.Matters.Clocks;
using static Cuobian.Tests.Matters.Clocks.SomeCalendar;

namespace Cuobian.Tests.Matters.Clocks;

/// <summary>The calendar agrees with a slow reading of the announcements, minute by minute.</summary>
public sealed class OracleTests
{
    [Fact]
    public async Task A_hundred_thousand_spans_agree_with_counting_minute_by_minute()
    {
        var calendar = await Real();
        var slow = new SlowCalendar();
        var wrong = Enumerable.Range(0, 100_000).AsParallel().Where(seed =>
        {
            var random = new Random(seed);
            var from = At("2020-01-01 00:00").AddMinutes(random.Next(6 * 365 * 1440 + 300 * 1440));
            // Mostly hours, some days, now and then a few weeks: most spans are short, every kind of border is met.
            var length = random.Next(100) switch { < 60 => random.Next(600), < 97 => random.Next(3 * 1440), _ => random.Next(25 * 1440) };
            var (worked, end) = slow.Count(from, length);
            return calendar.Minutes(Pace.Working, from, from.AddMinutes(length)) != worked || calendar.Due(Pace.Working, from, worked) != end;
        });
        Assert.Empty(wrong);
    }

    /// <summary>Reads the file by itself and looks at every single minute.</summary>
    private sealed class SlowCalendar
    {
        private readonly HashSet<string> holidays = [];
        private readonly HashSet<string> workdays = [];

        public SlowCalendar()
        {
            using var document = JsonDocument.Parse(File());
            foreach (var year in document.RootElement.GetProperty("years").EnumerateObject())
            {
                foreach (var day in year.Value.GetProperty("holidays").EnumerateObject()) holidays.Add(day.Name);
                foreach (var day in year.Value.GetProperty("workdays").EnumerateObject()) workdays.Add(day.Name);
            }
        }

        /// <summary>How many of the next minutes are worked, and when the last of them ends.</summary>
        public (int Worked, DateTimeOffset End) Count(DateTimeOffset from, int minutes)
        {
            var (worked, end, minute) = (0, from, from);
            var (today, open) = (-1, false);
            for (var i = 0; i < minutes; i++, minute = minute.AddMinutes(1))
            {
                if (minute.Day != today) (today, open) = (minute.Day, IsOpenDay(minute));
                if (!open || minute.Hour is not (8 or 9 or 10 or 11 or 14 or 15 or 16 or 17)) continue;
                worked++;
                end = minute.AddMinutes(1);
            }
            return (worked, end);
        }

        private bool IsOpenDay(DateTimeOffset minute)
        {
            var date = minute.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            return workdays.Contains(date) || (!holidays.Contains(date) && (int)minute.DayOfWeek is >= 1 and <= 5);
        }
    }
}
