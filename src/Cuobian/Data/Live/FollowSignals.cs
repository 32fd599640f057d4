using Cuobian.Kernel;

namespace Cuobian.Data.Live;

/// <summary>Something every node keeps in memory, and how it is read anew; the key is null when it is not known which one changed.</summary>
public sealed record Memory(string What, Func<IServiceProvider, string?, CancellationToken, Task> Refresh);

/// <summary>Keeps what this node has in memory as the database has it: at once when a signal says so, and now and then in any case.</summary>
internal sealed class FollowSignals(Signals signals, IEnumerable<Memory> memories, IServiceScopeFactory scopes, Readiness readiness, ILogger<FollowSignals> log) : BackgroundService
{
    private static readonly TimeSpan SafetyLook = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var listener = signals.Listen(asPage: false);
        await readiness.Wait(stopping);
        while (!stopping.IsCancellationRequested)
        {
            var signal = await listener.Next(SafetyLook, stopping) ?? Signal.Everything;
            foreach (var memory in memories.Where(m => signal == Signal.Everything || m.What == signal.What))
                await Refresh(memory, signal == Signal.Everything || signal.Key.Length == 0 ? null : signal.Key, stopping);
        }
    }

    private async Task Refresh(Memory memory, string? key, CancellationToken stopping)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
            await memory.Refresh(scope.ServiceProvider, key, stopping);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            // What is in memory still answers; the next look may find the database again.
            log.CannotRefresh(failure, memory.What);
        }
    }
}

/// <summary>Registration of what a node keeps in memory, next to the module that keeps it.</summary>
public static class MemoryRegistration
{
    public static IServiceCollection AddMemory(this IServiceCollection services, Signal changed, Func<IServiceProvider, string?, CancellationToken, Task> refresh) =>
        services.AddSingleton(new Memory(changed.What, refresh));
}

internal static partial class FollowLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "What is known of {What} cannot be read anew; keeping what is in memory")]
    public static partial void CannotRefresh(this ILogger log, Exception failure, string what);
}
