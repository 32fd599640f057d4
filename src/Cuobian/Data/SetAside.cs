using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Data;

/// <summary>Work that was given up after too many attempts: somebody looks at it, has it tried again, or lets it go; the ledger says who gave what up.</summary>
internal sealed class SetAside(CuobianDb db, IActLedger ledger, TimeProvider time)
{
    public const int Most = 200;

    /// <summary>The oldest of it, without the events themselves.</summary>
    public Task<List<Work>> Show(CancellationToken ct) => db.Set<Work>().AsNoTracking().Where(w => w.Dead).OrderBy(w => w.Id).Take(Most).ToListAsync(ct);

    /// <summary>Tries one of them, or all, from the beginning; answers how many.</summary>
    public Task<int> TryAgain(Guid? id, CancellationToken ct) => db.InOneTransaction(async () =>
    {
        var now = time.GetUtcNow();
        var count = await Chosen(id).ExecuteUpdateAsync(set => set
            .SetProperty(w => w.Dead, false).SetProperty(w => w.Attempts, 0).SetProperty(w => w.DueAt, now).SetProperty(w => w.LeaseUntil, (DateTimeOffset?)null), ct);
        if (count > 0) await ledger.Write("work_tried_again", $"work:{id}", new { count }, ct);
        return count;
    }, ct);

    /// <summary>What should have happened will not; false when there is no such work.</summary>
    public Task<bool> Drop(Guid id, CancellationToken ct) => db.InOneTransaction(async () =>
    {
        if (await Chosen(id).SingleOrDefaultAsync(ct) is not { } work) return false;
        db.Remove(work);
        await db.SaveChangesAsync(ct);
        await ledger.Write("work_dropped", $"work:{id}", new { work.Reaction, work.Error }, ct);
        return true;
    }, ct);

    private IQueryable<Work> Chosen(Guid? id) => db.Set<Work>().Where(w => w.Dead && (id == null || w.Id == id));
}
