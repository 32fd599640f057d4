using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Jobs;

/// <summary>When the time of a pause is over, the work goes on by itself, unless it went on before.</summary>
public sealed class EndPauses(CuobianDb db, Clocking clocking, TimeProvider time) : IReaction<PauseOver>
{
    public async Task React(PauseOver over, CancellationToken ct)
    {
        var matter = await db.Matters.Include(m => m.Clocks).SingleOrDefaultAsync(m => m.Id == over.Matter, ct);
        if (matter?.PausedUntil != over.Until) return;
        matter.Resume(clocking.Act(Actor.System, Part.System, time.GetUtcNow(), matter));
        await db.SaveChangesAsync(ct);
    }
}
