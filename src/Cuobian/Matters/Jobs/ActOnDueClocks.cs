using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Jobs;

/// <summary>When a clock is due that the system acts on: an acceptance that did not come is noted, an answer that did not come closes the matter.</summary>
public sealed class ActOnDueClocks(CuobianDb db, Clocking clocking, TimeProvider time) : IReaction<ClockDue>
{
    public async Task React(ClockDue due, CancellationToken ct)
    {
        var matter = await db.Matters.Include(m => m.Clocks).SingleOrDefaultAsync(m => m.Id == due.Matter, ct);
        if (matter?.Clocks.SingleOrDefault(c => c.Id == due.Clock) is not { Runs: true }) return;

        var act = clocking.Act(Actor.System, Part.System, time.GetUtcNow());
        if (due.Kind == ClockKind.Accept) matter.AcceptTimeout(act);
        else matter.Lapse(act);
        await db.SaveChangesAsync(ct);
    }
}
