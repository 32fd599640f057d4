using Cuobian.Matters.Clocks;
using Cuobian.Kernel;

namespace Cuobian.Tests.Matters.Clocks;

/// <summary>The real announcements of 2020 to 2026, for tests.</summary>
internal static class SomeCalendar
{
    public static Stream File() => typeof(SomeCalendar).Assembly.GetManifestResourceStream("Cuobian.Tests.Matters.Clocks.cn-2020-2026.json")!;

    public static async Task<WorkCalendar> Real()
    {
        var years = await CalendarFile.Read(File(), new Faults(), CancellationToken.None);
        return new WorkCalendar(OpeningHours.Default, years.Keys, years.Values.SelectMany(days => days));
    }

    /// <summary>An instant in China.</summary>
    public static DateTimeOffset At(string local) => new(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), WorkCalendar.Zone);
}
