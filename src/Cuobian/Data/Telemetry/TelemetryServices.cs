using Microsoft.Extensions.Logging.Console;

namespace Cuobian.Data.Telemetry;

/// <summary>Registers what tells others how the house is doing.</summary>
internal static class TelemetryServices
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<HouseFigures>();
        services.AddScoped<AskReady>();
        services.AddHostedService<Export>();
        services.AddHostedService<LookAtQueue>();
        services.AddLogging(log => log.AddConsole().AddConsoleFormatter<LogLine, ConsoleFormatterOptions>());
        // Who names another format in the settings gets it.
        services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName ??= LogLine.FormatterName);
        return services;
    }
}
