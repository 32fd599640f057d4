using Cuobian.Kernel;

namespace Cuobian.Field;

/// <summary>When something was done as the phone says: it may arrive days later, but not from the future.</summary>
internal static class PhoneClock
{
    public static readonly TimeSpan Oldest = TimeSpan.FromDays(14);
    private static readonly TimeSpan Drift = TimeSpan.FromMinutes(10);

    public static Faults CheckTime(this Faults faults, DateTimeOffset? at, DateTimeOffset now) =>
        faults.If(at > now + Drift || at < now - Oldest, "at", "field.time_off", Oldest.Days);

    /// <summary>The time on the phone, or now; never later than now.</summary>
    public static DateTimeOffset Read(DateTimeOffset? at, DateTimeOffset now) => at is { } said && said < now ? said.ToUniversalTime() : now;
}
