using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Jobs;

/// <summary>When the last part of a split matter has ended, the whole ends with it, if any part was put right.</summary>
public sealed class EndWholes(CuobianDb db, Clocking clocking, TimeProvider time) : IReaction<PartEnded>
{
    public async Task React(PartEnded ended, CancellationToken ct)
    {
        var whole = await db.Matters.Include(m => m.Clocks).SingleOrDefaultAsync(m => m.Id == ended.Whole, ct);
        if (whole is null || !MatterRules.For(MatterCommand.EndParts).From.Contains(whole.State)) return;
        var parts = await db.Matters.AsNoTracking().Where(m => m.SplitFrom == whole.Id).OrderBy(m => m.Id).ToListAsync(ct);
        if (parts.TrueForAll(p => p.State != MatterState.Closed) || parts.Exists(p => !MatterRules.Ended.Contains(p.State))) return;
        whole.EndParts(parts, clocking.Act(Actor.System, Part.System, time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
    }
}
