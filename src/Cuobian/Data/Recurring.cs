using Cuobian.Kernel;

namespace Cuobian.Data;

/// <summary>A chore the node does again and again once it is ready; each run stands alone, so that several nodes may do it.</summary>
internal abstract class Recurring(TimeSpan every, IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger log) : BackgroundService
{
    /// <summary>Whoever waits for a node that starts comes before its chores.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    protected abstract Task Run(IServiceProvider scope, CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await readiness.Wait(stopping);
        await Task.Delay(every < Settling ? every : Settling, time, stopping);
        using var timer = new PeriodicTimer(every, time);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
                await Run(scope.ServiceProvider, stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                log.LogWarning(failure, "{Chore} failed and will be tried again", GetType().Name);
            }
        } while (await timer.WaitForNextTickAsync(stopping));
    }
}
