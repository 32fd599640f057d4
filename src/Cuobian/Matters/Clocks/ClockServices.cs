using Cuobian.Data;

namespace Cuobian.Matters.Clocks;

/// <summary>Registers the working calendar; opening hours come from the setting <c>Clocks:Hours</c>.</summary>
internal static class ClockServices
{
    public static IServiceCollection AddClocks(this IServiceCollection services)
    {
        services.AddSingleton(sp => sp.GetRequiredService<IConfiguration>()["Clocks:Hours"] is { Length: > 0 } hours ? OpeningHours.Parse(hours) : OpeningHours.Default);
        services.AddSingleton<Calendars>();
        services.AddScoped<ImportCalendar>();
        return services.AddHostedService<WatchCalendars>();
    }

    /// <summary>Every minute: notices that the days were changed elsewhere.</summary>
    private sealed class WatchCalendars(Calendars calendars, IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<WatchCalendars> log)
        : Recurring(TimeSpan.FromMinutes(1), scopes, readiness, time, log)
    {
        protected override Task Run(IServiceProvider scope, CancellationToken ct) => calendars.Refresh(scope.GetRequiredService<CuobianDb>(), ct);
    }
}
