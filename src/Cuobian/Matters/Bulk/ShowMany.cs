using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Bulk;

/// <summary>What became of one matter.</summary>
public sealed record ManyItem(string Number, BulkOutcome Outcome, string? Code, IReadOnlyList<string> Details);

/// <summary>How far a command for many matters is.</summary>
public sealed record Many(Guid Id, BulkCommand Command, DateTimeOffset At, int Total, int Done, int Failed, bool Finished, IReadOnlyList<ManyItem> Items)
{
    public int Left => Total - Done - Failed;
}

/// <summary>Shows a command for many matters to whoever gave it.</summary>
public sealed class ShowMany(CuobianDb db, Actor actor)
{
    public async Task<Many?> Run(Guid id, CancellationToken ct)
    {
        if (actor.Account is not { } me || await db.Set<BulkJob>().AsNoTracking().SingleOrDefaultAsync(j => j.Id == id && j.By == me, ct) is not { } job) return null;
        var items = await db.Set<BulkItem>().AsNoTracking().Where(i => i.Bulk == id).OrderBy(i => i.Seq)
            .Select(i => new ManyItem(i.Number, i.Outcome, i.Code, i.Details)).ToListAsync(ct);
        return new Many(job.Id, job.Command, job.At, job.Total, items.Count(i => i.Outcome == BulkOutcome.Done), items.Count(i => i.Outcome == BulkOutcome.Failed), job.FinishedAt is not null, items);
    }
}
