using System.Globalization;
using Cuobian.Data;

namespace Cuobian.Web;

/// <summary>
/// A server that is told to stop first says that it is not ready and serves on until every proxy has seen it; then it takes no more
/// and ends what is under way.
/// </summary>
internal sealed class Leaving(Readiness readiness, DatabaseSettings database, IConfiguration configuration) : IHostedLifecycleService
{
    /// <summary>How long requests under way may take to end.</summary>
    public static readonly TimeSpan ForRequests = TimeSpan.FromSeconds(30);

    private const string Setting = "Stop:WaitSeconds";

    /// <summary>Nobody else can serve instead of the one server on SQLite, so it need not wait.</summary>
    public static TimeSpan Wait(DatabaseSettings database, IConfiguration configuration) =>
        TimeSpan.FromSeconds(double.TryParse(configuration[Setting], CultureInfo.InvariantCulture, out var seconds) ? seconds : database.IsPostgres ? 5 : 0);

    /// <summary>The proxy keeps connections open; a closed one is opened anew at another server.</summary>
    public static Task SendElsewhere(HttpContext http, RequestDelegate next)
    {
        if (http.RequestServices.GetRequiredService<Readiness>().IsLeaving) http.Response.Headers.Connection = "close";
        return next(http);
    }

    public Task StoppingAsync(CancellationToken ct)
    {
        readiness.Leave();
        return Task.Delay(Wait(database, configuration), ct);
    }

    public Task StartingAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StartAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken ct) => Task.CompletedTask;
}
