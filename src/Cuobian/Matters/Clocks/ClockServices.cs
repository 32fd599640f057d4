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

    /// <summary>Notices within a minute that the days were changed elsewhere.</summary>
    private sealed class WatchCalendars(Calendars calendars, IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<WatchCalendars> log) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stopping)
        {
            await readiness.Wait(stopping);
            using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    await using var scope = scopes.CreateAsyncScope();
                    await calendars.Refresh(scope.ServiceProvider.GetRequiredService<CuobianDb>(), stopping);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    log.LogWarning(failure, "The calendar cannot be read; the one in memory stays");
                }
            }
        }
    }
}
