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

        var act = clocking.Act(Actor.System, Part.System, now, matter);
        if (due.Kind == ClockKind.Accept) matter.AcceptTimeout(act);
        else if (due.Kind == ClockKind.Handle && await IsNoted(matter, due.Clock, ct)) return;
        else if (due.Kind == ClockKind.Handle) matter.Breach(act);
        else matter.Lapse(act);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>A late clock goes on and may ring again; it is noted once, and once more when it was extended since.</summary>
    private async Task<bool> IsNoted(Matter matter, Guid clock, CancellationToken ct)
    {
        var start = matter.Clocks.Single(c => c.Id == clock).StartedAt;
        var last = await db.Set<MatterEntry>().Where(e => e.MatterId == matter.Id && e.At >= start && (e.Command == MatterCommand.Breach || e.Command == MatterCommand.GrantExtension))
            .OrderByDescending(e => e.Seq).Select(e => e.Command).FirstOrDefaultAsync(ct);
        return last == MatterCommand.Breach;
    }
}
