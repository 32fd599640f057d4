using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Jobs;

/// <summary>When a clock rings: at four fifths the handler is warned; at the end a late acceptance is noted, late work raises the tier, and an answer that never came closes the matter.</summary>
public sealed class ActOnDueClocks(CuobianDb db, Clocking clocking, TimeProvider time) : IReaction<ClockDue>
{
    public async Task React(ClockDue due, CancellationToken ct)
    {
        var matter = await db.Matters.Include(m => m.Clocks).SingleOrDefaultAsync(m => m.Id == due.Matter, ct);
        if (matter?.Clocks.SingleOrDefault(c => c.Id == due.Clock) is not { Runs: true, PausedAt: null, DueAt: { } end } clock) return;

        // Each is noted once for each due time; one that was extended or paused meanwhile rings again later.
        var act = clocking.Act(Actor.System, Part.System, time.GetUtcNow(), matter);
        if (end > act.At && matter.IsToWarn(clock, act)) matter.Warn(clock.Kind, act);
        else if (end > act.At) return;
        else if (clock.Kind == ClockKind.Accept) matter.AcceptTimeout(act);
        else if (clock.Kind == ClockKind.Feedback) matter.Lapse(act);
        else if (matter.IsToBreach(clock)) matter.Breach(act, clock.Kind);
        else return;
        await db.SaveChangesAsync(ct);
    }
}
