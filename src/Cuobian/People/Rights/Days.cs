using System.Globalization;

namespace Cuobian.People.Rights;

/// <summary>A day as a form sends it, begun at midnight in China, wherever the server stands.</summary>
internal static class Days
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static DateTimeOffset? Start(string? day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), China) : null;
}
