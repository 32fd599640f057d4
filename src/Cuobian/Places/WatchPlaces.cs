using Cuobian.Data;

namespace Cuobian.Places;

/// <summary>Every few seconds, sees whether another node or the command line changed places, and loads them anew.</summary>
internal sealed class WatchPlaces(IServiceScopeFactory scopes, PlacesMap map, Readiness readiness, TimeProvider time, ILogger<WatchPlaces> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await readiness.Wait(stopping);
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await Look(stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                // The map in memory still answers; the database may be back at the next look.
                log.CannotLook(failure);
            }
        }
    }

    /// <summary>Loads the map when the database holds another edition than memory; answers whether it did.</summary>
    internal async Task<bool> Look(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        if (await db.PlacesEdition(ct) == map.Now.Edition) return false;
        await map.Reload(db, ct);
        return true;
    }
}

internal static partial class WatchPlacesLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot see whether places changed; keeping the map in memory")]
    public static partial void CannotLook(this ILogger log, Exception failure);
}
