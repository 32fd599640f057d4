using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Jobs;

/// <summary>A breach that still stands a while after the head of the unit was told goes a level up.</summary>
public sealed class RaiseBreaches(CuobianDb db, Clocking clocking, TimeProvider time) : IManyReaction<BreachStands>
{
    public async Task React(IReadOnlyList<BreachStands> breaches, CancellationToken ct)
    {
        var ids = breaches.Select(breach => breach.Matter).Distinct().ToList();
        var matters = await db.Matters.Include(m => m.Clocks).Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, ct);
        var now = time.GetUtcNow();
        foreach (var breach in breaches)
            if (matters.GetValueOrDefault(breach.Matter) is { } matter) matter.GoUp(breach.Clock, clocking.Act(Actor.System, Part.System, now));
        await db.SaveChangesAsync(ct);
    }
}
