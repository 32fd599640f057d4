using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Cuobian.Data.Telemetry;

/// <summary>Sends traces and metrics to a collector when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; else nothing is gathered.</summary>
internal sealed class Export(IConfiguration configuration) : IHostedService, IDisposable
{
    private static readonly string[] Spans = [HouseFigures.Name, "Microsoft.AspNetCore", "Npgsql", "System.Net.Http"];
    private static readonly string[] Meters = [HouseFigures.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql", "System.Net.Http", "System.Runtime"];
    private TracerProvider? traces;
    private MeterProvider? metrics;

    public Task StartAsync(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return Task.CompletedTask;
        traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddSource(Spans)
            .AddProcessor(new OnlyKnownTags())
            .AddOtlpExporter()
            .Build();
        metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddMeter(Meters)
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }

    private static void Describe(ResourceBuilder resource) =>
        resource.AddService("cuobian", serviceVersion: Backup.Manifest.ThisProgram, serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}");
}
