using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Bulk;

/// <summary>Wakes the chore of this node when a job was stored.</summary>
public sealed class BulkBell
{
    private volatile bool rung = true;

    public void Ring() => rung = true;

    /// <summary>Was it rung since it was asked last?</summary>
    public bool Heard()
    {
        var heard = rung;
        rung = false;
        return heard;
    }
}

/// <summary>Every second: goes on with jobs that wait, a batch at a time under a lease, with the rights their maker has now.</summary>
internal sealed class BulkChore(IServiceScopeFactory scopes, Readiness readiness, BulkBell bell, TimeProvider time, ILogger<BulkChore> log)
    : Recurring(TimeSpan.FromSeconds(1), scopes, readiness, time, log)
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private const int Batch = 100;
    private const int LookAnyway = 30;
    private int quiet;

    protected override async Task Run(IServiceProvider scope, CancellationToken ct)
    {
        // Other nodes and this one before it was started again may have left something.
        if (!bell.Heard() && ++quiet < LookAnyway) return;
        quiet = 0;
        if (await Work(scope, ct) > 0) bell.Ring();
    }

    /// <summary>Does a batch of the oldest job that nobody works on; answers how many jobs it worked on.</summary>
    internal static async Task<int> Work(IServiceProvider scope, CancellationToken ct)
    {
        var (db, now) = (scope.GetRequiredService<CuobianDb>(), scope.GetRequiredService<TimeProvider>().GetUtcNow());
        var free = db.Set<BulkJob>().Where(j => j.FinishedAt == null && (j.LeaseUntil == null || j.LeaseUntil < now));
        if (await free.AsNoTracking().OrderBy(j => j.At).FirstOrDefaultAsync(ct) is not { } job) return 0;
        var mine = await db.InOneTransaction(() => free.Where(j => j.Id == job.Id).ExecuteUpdateAsync(set => set.SetProperty(j => j.LeaseUntil, now + Lease), ct), ct);
        if (mine == 0) return 1;
        // Somebody who left in the meantime has no rights any more; every item then says so.
        var maker = await scope.GetRequiredService<IStaff>().ActorOf(job.By, ct) ?? Actor.Anonymous;
        var left = await scope.GetRequiredService<BulkWork>().Run(job, maker, Batch, ct);
        DateTimeOffset? finished = left == 0 ? scope.GetRequiredService<TimeProvider>().GetUtcNow() : null;
        await db.InOneTransaction(() => db.Set<BulkJob>().Where(j => j.Id == job.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.FinishedAt, finished).SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null), ct), ct);
        return 1;
    }
}
