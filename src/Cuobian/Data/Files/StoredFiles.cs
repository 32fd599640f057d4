using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Data.Files;

/// <summary>Uploads that wait to be attached to what they show: each once, and only by who uploaded it.</summary>
public sealed class StoredFiles(CuobianDb db, Actor actor)
{
    /// <summary>Are all of these uploads of this actor (or of a stranger) that nothing holds yet?</summary>
    public async Task<bool> AreFree(IReadOnlyCollection<Guid> files, CancellationToken ct) =>
        files.Count == files.Distinct().Count() && await Free(files).CountAsync(ct) == files.Count;

    /// <summary>Keeps them for good; of two who attach the same upload at once, one is refused.</summary>
    public async Task Attach(IReadOnlyCollection<Guid> files, CancellationToken ct)
    {
        if (files.Count == 0) return;
        var attached = await db.InOneTransaction(() => Free(files).ExecuteUpdateAsync(set => set.SetProperty(f => f.Attached, true), ct), ct, brief: true);
        Refused.If(attached != files.Count, "file_taken");
    }

    private IQueryable<StoredFile> Free(IReadOnlyCollection<Guid> files) =>
        db.Set<StoredFile>().Where(f => files.Contains(f.Id) && !f.Attached && (f.By == null || f.By == actor.Account));
}
