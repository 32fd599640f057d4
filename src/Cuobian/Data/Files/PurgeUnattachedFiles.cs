using Microsoft.EntityFrameworkCore;

namespace Cuobian.Data.Files;

/// <summary>Removes photos that nobody attached within a day, and contents a crash left behind; run it every hour or so.</summary>
public sealed class PurgeUnattachedFiles(CuobianDb db, IFileStore store, TimeProvider time)
{
    public static readonly TimeSpan Grace = TimeSpan.FromHours(24);
    private const int Batch = 200;

    /// <summary>Answers how many photos were removed.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var before = time.GetUtcNow() - Grace;
        var removed = 0;
        while (await Old(before, ct) is { Count: > 0 } batch)
            foreach (var file in batch)
                if (await Remove(file, before, ct)) removed++;
        foreach (var sha in await store.Unsettled(before, ct))
            await db.InOneTransaction(async () =>
            {
                await DeleteUnused(sha, ct);
                await store.Settle(sha, ct);
                return true;
            }, ct);
        return removed;
    }

    private Task<List<StoredFile>> Old(DateTimeOffset before, CancellationToken ct) =>
        db.Set<StoredFile>().AsNoTracking().Where(f => !f.Attached && f.At < before).OrderBy(f => f.At).Take(Batch).ToListAsync(ct);

    private Task<bool> Remove(StoredFile file, DateTimeOffset before, CancellationToken ct) => db.InOneTransaction(async () =>
    {
        // Asked again inside the transaction: it may have been attached a moment ago.
        if (await db.Set<StoredFile>().Where(f => f.Id == file.Id && !f.Attached && f.At < before).ExecuteDeleteAsync(ct) == 0) return false;
        await DeleteUnused(file.Sha256, ct);
        if (file.ThumbSha256 is { } thumb && thumb != file.Sha256) await DeleteUnused(thumb, ct);
        return true;
    }, ct);

    private async Task DeleteUnused(string sha, CancellationToken ct)
    {
        await ContentLock.Take(db, sha, ct);
        if (!await db.Set<StoredFile>().AnyAsync(f => f.Sha256 == sha || f.ThumbSha256 == sha, ct)) await store.Delete(sha, ct);
    }
}
