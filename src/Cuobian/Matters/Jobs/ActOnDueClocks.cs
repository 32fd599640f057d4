using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Jobs;

/// <summary>When a clock is due: a late acceptance is noted, late work raises the tier, and an answer that never came closes the matter.</summary>
public sealed class ActOnDueClocks(CuobianDb db, Clocking clocking, TimeProvider time) : IReaction<ClockDue>
{
    public async Task React(ClockDue due, CancellationToken ct)
    {
        var matter = await db.Matters.Include(m => m.Clocks).SingleOrDefaultAsync(m => m.Id == due.Matter, ct);
        if (matter?.Clocks.SingleOrDefault(c => c.Id == due.Clock) is not { Runs: true, PausedAt: null }) return;

        // It was extended or paused meanwhile and rings again later.
        var now = time.GetUtcNow();
        if (matter.Clocks.Single(c => c.Id == due.Clock).DueAt > now) return;

        var act = clocking.Act(Actor.System, Part.System, now);
        if (due.Kind == ClockKind.Accept) matter.AcceptTimeout(act);
        else if (due.Kind == ClockKind.Handle) matter.Breach(act);
        else matter.Lapse(act);
        await db.SaveChangesAsync(ct);
    }
}
