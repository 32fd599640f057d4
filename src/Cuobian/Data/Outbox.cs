using System.Text.Json;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cuobian.Data;

/// <summary>Which reactions listen to which event; filled while modules register.</summary>
public sealed class Reactions
{
    private readonly Dictionary<Type, List<(Type Reaction, Func<bool> Wanted)>> byEvent = [];
    private readonly Dictionary<string, (Type Reaction, Type Event)> byName = [];

    /// <summary>The reactions that want to hear of it now.</summary>
    public IEnumerable<Type> To(Type happened) => (byEvent.GetValueOrDefault(happened) ?? []).Where(r => r.Wanted()).Select(r => r.Reaction);

    public (Type Reaction, Type Event)? Named(string name) => byName.TryGetValue(name, out var found) ? found : null;

    public void Add(Type happened, Type reaction, Func<bool> wanted)
    {
        (byEvent.TryGetValue(happened, out var list) ? list : byEvent[happened] = []).Add((reaction, wanted));
        byName.Add(reaction.FullName!, (reaction, happened));
    }
}

/// <summary>Stores raised events as due work in the same transaction as the change, and counts the aggregate's version up.</summary>
public sealed class Outbox(Reactions reactions, TimeProvider time) : SaveChangesInterceptor
{
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData data, InterceptionResult<int> result, CancellationToken ct = default)
    {
        var db = (CuobianDb)data.Context!;
        var now = time.GetUtcNow();
        foreach (var entry in db.ChangeTracker.Entries<Aggregate>().ToList())
        {
            if (entry.State == EntityState.Modified) entry.Property(a => a.Version).CurrentValue++;
            if (entry.State is EntityState.Added or EntityState.Modified && entry.Entity is ISignalled signalled) db.TellWhenStored(signalled.Signal);
            foreach (var counted in entry.Entity.Raised.Where(r => r.At is null).Select(r => r.Event).OfType<ICounted>()) db.CountWhenStored(counted);
            foreach (var (happened, at) in entry.Entity.Raised)
                foreach (var reaction in reactions.To(happened.GetType()))
                    Add(db, new Work
                    {
                        Id = Guid.CreateVersion7(now),
                        Reaction = reaction.FullName!,
                        Event = JsonSerializer.Serialize(happened, happened.GetType()),
                        DueAt = at ?? now,
                    });
            entry.Entity.Forget();
        }
        return ValueTask.FromResult(result);
    }

    private static void Add(CuobianDb db, Work work)
    {
        db.Add(work);
        db.RingWhenStored();
    }
}

/// <summary>Wakes the worker of this node when new work was stored.</summary>
public sealed class WorkSignal : IDisposable
{
    private readonly SemaphoreSlim bell = new(0, 1);

    public void Ring()
    {
        lock (bell)
            if (bell.CurrentCount == 0) bell.Release();
    }

    public Task Wait(TimeSpan atMost, CancellationToken ct) => bell.WaitAsync(atMost, ct);

    public void Dispose() => bell.Dispose();
}

/// <summary>Registration of reactions, next to the module that listens.</summary>
public static class ReactionRegistration
{
    /// <param name="services">The house.</param>
    /// <param name="wanted">Asked before an event is stored for the reaction; left out: always.</param>
    public static IServiceCollection AddReaction<TEvent, TReaction>(this IServiceCollection services, Func<IServiceProvider, bool>? wanted = null)
        where TEvent : IEvent where TReaction : class, IReaction<TEvent>
    {
        services.AddScoped<TReaction>();
        return services.AddSingleton(new Listener(typeof(TEvent), typeof(TReaction), wanted ?? (_ => true)));
    }

    /// <summary>One registered pair of event and reaction.</summary>
    public sealed record Listener(Type Event, Type Reaction, Func<IServiceProvider, bool> Wanted);
}
