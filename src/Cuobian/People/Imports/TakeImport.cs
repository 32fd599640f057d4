using System.Collections.Concurrent;
using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Imports;

/// <summary>Takes an uploaded and checked sheet: a short one at once, a long one in the background.</summary>
internal sealed class TakeImport(CuobianDb db, Actor actor, ImportSheet import, ImportProgress progress, TimeProvider time)
{
    /// <summary>Up to so many rows nobody waits long enough to need a bar.</summary>
    public const int AtOnce = 300;

    /// <summary>Null when this actor uploaded no such sheet.</summary>
    public async Task<ImportJob?> Run(Guid id, CancellationToken ct)
    {
        if (await db.Set<ImportJob>().SingleOrDefaultAsync(j => j.Id == id && j.By == actor.Account, ct) is not { } job) return null;
        job.MustBe(ImportState.Checked);
        if (job.Total <= AtOnce)
        {
            await db.InOneTransaction(() => Take(job, ct), ct);
            await import.Named(job.Sheet)!.Settle(ct);
        }
        else
        {
            job.Ask();
            await db.SaveChangesAsync(ct);
        }
        return job;
    }

    /// <summary>Does it inside the transaction that is open; what has become wrong since the check is kept with the job.</summary>
    public async Task<int> Take(ImportJob job, CancellationToken ct)
    {
        try
        {
            var sheet = import.Named(job.Sheet)!;
            sheet.RequireRight();
            var outcome = await import.Take(sheet, UploadSheet.Lines(job), done => progress.Tell(job.Id, done), ct);
            job.Found(outcome.Added, outcome.Changed, outcome.Unchanged);
            job.Finish(time.GetUtcNow());
        }
        catch (Invalid invalid)
        {
            job.Refuse(ImportState.Failed, UploadSheet.Write(invalid), time.GetUtcNow());
        }
        catch (Denied)
        {
            job.Refuse(ImportState.Failed, UploadSheet.Write(new Invalid([new Fault("file", "denied")])), time.GetUtcNow());
        }
        progress.Forget(job.Id);
        return await db.SaveChangesAsync(ct);
    }
}

/// <summary>How many rows of a running import are done, as this node knows: the transaction shows nothing before its end.</summary>
internal sealed class ImportProgress
{
    private readonly ConcurrentDictionary<Guid, int> done = new();

    public void Tell(Guid job, int rows) => done[job] = rows;

    public int Of(Guid job) => done.GetValueOrDefault(job);

    public void Forget(Guid job) => done.TryRemove(job, out _);
}

/// <summary>Says first, for all to see, that the import is being written.</summary>
internal sealed class AnnounceImport(CuobianDb db) : IReaction<ImportAsked>
{
    public async Task React(ImportAsked happened, CancellationToken ct)
    {
        if (await db.Set<ImportJob>().SingleOrDefaultAsync(j => j.Id == happened.Job && j.State == ImportState.Waiting, ct) is not { } job) return;
        job.Begin();
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>Takes the sheet as the person who uploaded it, with the rights they have now.</summary>
internal sealed class RunImport(CuobianDb db, Actors actors, Acting acting, IServiceProvider services, TimeProvider time) : IReaction<ImportBegun>
{
    public async Task React(ImportBegun happened, CancellationToken ct)
    {
        if (await db.Set<ImportJob>().SingleOrDefaultAsync(j => j.Id == happened.Job && j.State == ImportState.Writing, ct) is not { } job) return;
        if (await ActorOf(job.By, ct) is { } actor)
        {
            // From here on everything in this scope acts as that person.
            acting.Actor = actor;
            await services.GetRequiredService<TakeImport>().Take(job, ct);
            await services.GetRequiredService<ImportSheet>().Named(job.Sheet)!.Settle(ct);
            return;
        }
        job.Refuse(ImportState.Failed, UploadSheet.Write(new Invalid([new Fault("file", "denied")])), time.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }

    private async Task<Actor?> ActorOf(Guid? account, CancellationToken ct) =>
        await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == account, ct) is { } known ? await actors.OfSession(db, known.Id, known.SecurityStamp, ct) : null;
}
