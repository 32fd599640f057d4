using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Jobs;

/// <summary>When the clock of a called unit is over and it has not answered, the silence is noted, once.</summary>
public sealed class NoteSilence(CuobianDb db, Clocking clocking, TimeProvider time) : IReaction<CallDue>
{
    public async Task React(CallDue due, CancellationToken ct)
    {
        var matter = await db.Matters.Include(m => m.Clocks).Include(m => m.Co).AsSplitQuery().SingleOrDefaultAsync(m => m.Id == due.Matter, ct);
        var silent = matter?.Co.Any(c => c is { State: CoState.Called, LapsedAt: null } && c.Unit == due.Unit && c.DueAt <= time.GetUtcNow()) == true;
        if (!silent || !MatterRules.For(MatterCommand.CoTimeout).From.Contains(matter!.State)) return;
        matter.CoTimeout(due.Unit, clocking.Act(Actor.System, Part.System, time.GetUtcNow(), matter));
        await db.SaveChangesAsync(ct);
    }
}
