using System.Text.Json;
using Cuobian.Matters.Clocks;

namespace Cuobian.Matters;

/// <summary>Minutes a clock allows, on working time and around the clock.</summary>
public sealed record Allowance(int Continuous, int? Working = null)
{
    public int On(Pace pace) => pace == Pace.Working && Working is { } working ? working : Continuous;
}

/// <summary>Limits of the process that are not a category's own; loaded from <c>Seed/clocks.json</c>.</summary>
public sealed record ProcessLimits(
    Allowance Triage, Allowance Accept, Allowance Verify, Allowance Review, Allowance Rework, Allowance Feedback, Allowance ReturnWindow,
    Allowance Arrive, Allowance Panel, Allowance Escalate, int KeySupporters, IReadOnlyList<string> KeyCategories,
    int ReopenDays, int ReopensByReporter, int UrgeEveryMinutes, int AskDays, int SuspendDaysAtMost, int SuspendTimesAtMost, int ExtendHoursAtMost)
{
    public static ProcessLimits Load() => Seeds.Read<ProcessLimits>("clocks.json");
}

/// <summary>Reads the module's embedded reference data.</summary>
internal static class Seeds
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static T Read<T>(string file)
    {
        using var stream = typeof(Seeds).Assembly.GetManifestResourceStream($"Cuobian.Matters.Seed.{file}")
            ?? throw new InvalidOperationException($"{file} is not embedded.");
        return JsonSerializer.Deserialize<T>(stream, Json)!;
    }
}

/// <summary>How long each clock runs and what time it is on it: the calendar and the limits together.</summary>
public sealed class Clockwork(WorkCalendar calendar, ProcessLimits limits)
{
    public ProcessLimits Limits { get; } = limits;

    public DateTimeOffset? Due(Pace pace, DateTimeOffset start, int minutes) => calendar.Due(pace, start, minutes);

    public int? Minutes(Pace pace, DateTimeOffset from, DateTimeOffset to) => calendar.Minutes(pace, from, to);

    /// <summary>The pace and minutes a clock of this kind gets for a category (null before it is known) at a tier.</summary>
    public (Pace Pace, int Minutes) Budget(ClockKind kind, Category? category, Tier tier)
    {
        var pace = kind is ClockKind.Feedback or ClockKind.Arrive ? Pace.Continuous : kind == ClockKind.Panel ? Pace.Working : category?.Clock ?? Pace.Working;
        return (pace, kind switch
        {
            ClockKind.Triage => category?.TriageMinutes ?? Limits.Triage.On(pace),
            ClockKind.Accept => category?.AcceptMinutes ?? Limits.Accept.On(pace),
            ClockKind.Handle => category?.MinutesFor(tier) ?? throw new InvalidOperationException("A matter without a category cannot be handled."),
            ClockKind.Verify => category?.VerifyMinutes ?? Limits.Verify.On(pace),
            ClockKind.Feedback => Limits.Feedback.On(pace),
            ClockKind.Review => Limits.Review.On(pace),
            ClockKind.Arrive => Limits.Arrive.On(pace),
            ClockKind.Panel => Limits.Panel.On(pace),
        });
    }
}
