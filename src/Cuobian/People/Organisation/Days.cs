using System.Globalization;

namespace Cuobian.People.Organisation;

/// <summary>Days begin at midnight in China, wherever the server stands.</summary>
internal static class Days
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static DateOnly Today(this TimeProvider time) => Of(time.GetUtcNow());

    public static DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(China).DateTime);

    public static DateTimeOffset Start(this DateOnly day) => new DateTimeOffset(day, TimeOnly.MinValue, China).ToUniversalTime();

    public static string Written(this DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A day as a form or a sheet writes it; null for anything else.</summary>
    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text?.Trim().Replace('/', '-').Replace('.', '-'), ["yyyy-MM-dd", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
