using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Jobs;

/// <summary>When clocks ring: at four fifths the handler is warned; at the end a late acceptance is noted, late work raises the tier, and an answer that never came closes the matter.</summary>
public sealed class ActOnDueClocks(CuobianDb db, Clocking clocking, TimeProvider time) : IManyReaction<ClockDue>
{
    public async Task React(IReadOnlyList<ClockDue> rang, CancellationToken ct)
    {
        var ids = rang.Select(bell => bell.Matter).Distinct().ToList();
        var matters = await db.Matters.Include(m => m.Clocks).Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, ct);
        var now = time.GetUtcNow();
        foreach (var bell in rang)
            if (matters.GetValueOrDefault(bell.Matter) is { } matter) matter.Ring(bell.Clock, clocking.Act(Actor.System, Part.System, now, matter));
        await db.SaveChangesAsync(ct);
    }
}
