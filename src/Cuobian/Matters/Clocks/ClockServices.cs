namespace Cuobian.Matters.Clocks;

/// <summary>Registers the working calendar; opening hours come from the setting <c>Clocks:Hours</c>.</summary>
internal static class ClockServices
{
    public static IServiceCollection AddClocks(this IServiceCollection services)
    {
        services.AddSingleton(sp => sp.GetRequiredService<IConfiguration>()["Clocks:Hours"] is { Length: > 0 } hours ? OpeningHours.Parse(hours) : OpeningHours.Default);
        services.AddSingleton<Calendars>();
        services.AddScoped<ImportCalendar>();
        return services;
    }
}
