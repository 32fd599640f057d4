using Cuobian.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cuobian.Matters.Search;

/// <summary>Stores what a matter is found by together with the matter, in the same transaction: one more row for a new one, and again when it gets an answer or another place.</summary>
internal sealed class KeepSearch : SaveChangesInterceptor
{
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData saving, InterceptionResult<int> result, CancellationToken ct = default)
    {
        if (saving.Context is not CuobianDb db) return result;
        foreach (var matter in db.ChangeTracker.Entries<Matter>().ToList())
            if (matter.State == EntityState.Added) Add(db, matter.Entity);
            else if (matter.State == EntityState.Modified && (matter.Property(m => m.Answer).IsModified || matter.Property(m => m.Area).IsModified)) await Read(db, matter.Entity, ct);
        return result;
    }

    /// <summary>A save that is tried again finds its row waiting.</summary>
    private static void Add(CuobianDb db, Matter matter)
    {
        if (db.Set<MatterSearch>().Local.All(s => s.MatterId != matter.Id)) db.Add(MatterSearch.Of(SearchedText.Of(matter), SearchKey.Of(db)));
    }

    private static async Task Read(CuobianDb db, Matter matter, CancellationToken ct)
    {
        var known = await db.Set<MatterSearch>().SingleOrDefaultAsync(s => s.MatterId == matter.Id, ct);
        if (known is null)
        {
            Add(db, matter);
            return;
        }
        known.Read(SearchedText.Of(matter), SearchKey.Of(db));
        db.Entry(known).DetectChanges();
    }
}
