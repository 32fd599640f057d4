using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Jobs;

/// <summary>A breach that still stands a while after the head of the unit was told goes a level up.</summary>
public sealed class RaiseBreaches(CuobianDb db, Clocking clocking, TimeProvider time) : IReaction<BreachStands>
{
    public async Task React(BreachStands breach, CancellationToken ct)
    {
        var matter = await db.Matters.Include(m => m.Clocks).SingleOrDefaultAsync(m => m.Id == breach.Matter, ct);
        if (matter?.Clocks.SingleOrDefault(c => c.Id == breach.Clock) is not { Runs: true, PausedAt: null, EscalatedAt: null } clock) return;
        var act = clocking.Act(Actor.System, Part.System, time.GetUtcNow());
        if (clock.BreachedAt is null || !clock.IsOver(act.At) || !MatterRules.For(MatterCommand.Escalate).From.Contains(matter.State)) return;
        matter.Escalate(clock.Kind, act);
        await db.SaveChangesAsync(ct);
    }
}
