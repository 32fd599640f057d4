using System.Collections.Concurrent;
using Cuobian.People.Contracts;

namespace Cuobian.People;

/// <summary>A permission over an area, for what a unit leads where one is named.</summary>
public sealed record Duty(string Permission, string Area, string? Unit);

/// <summary>Remembers for a short while who holds which duty: every report asks for the few of its grid and its unit.</summary>
public sealed class Duties(TimeProvider time)
{
    private const int MostRemembered = 20_000;
    private readonly ConcurrentDictionary<Duty, (IReadOnlyList<Holder> Holders, DateTimeOffset Until)> remembered = new();
    private int changes;

    public async Task<IReadOnlyList<Holder>> Recall(Duty duty, Func<Task<IReadOnlyList<Holder>>> find)
    {
        var now = time.GetUtcNow();
        if (remembered.TryGetValue(duty, out var known) && now < known.Until) return known.Holders;
        var before = Volatile.Read(ref changes);
        var found = await find();
        if (remembered.Count >= MostRemembered) remembered.Clear();
        // What was read before somebody's posts changed is not kept.
        if (Volatile.Read(ref changes) == before) remembered[duty] = (found, now + Actors.Fresh);
        return found;
    }

    /// <summary>Somebody's posts are not as they were.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref changes);
        remembered.Clear();
    }
}
