using Cuobian.Data;
using Cuobian.Data.Crypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cuobian.Matters.Search;

/// <summary>Makes matters findable that were stored before there was a search, or past it: once through all of them, then again each day.</summary>
internal sealed class FillSearch(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<FillSearch> log)
    : Recurring(TimeSpan.FromDays(1), scopes, readiness, time, log)
{
    private const int Batch = 200;

    protected override async Task Run(IServiceProvider scope, CancellationToken ct) => await Fill(scope.GetRequiredService<CuobianDb>(), ct);

    /// <summary>Answers how many were added.</summary>
    public static async Task<int> Fill(CuobianDb db, CancellationToken ct)
    {
        var (added, sealer, key) = (0, db.GetService<Sealer>(), SearchKey.Of(db));
        for (Guid? last = Guid.Empty; last is not null && !ct.IsCancellationRequested;)
        {
            var after = last.Value;
            var missing = await db.Matters.AsNoTracking().Where(m => m.Id.CompareTo(after) > 0 && !db.Set<MatterSearch>().Any(s => s.MatterId == m.Id))
                .OrderBy(m => m.Id).Take(Batch).Select(m => new SearchedText(m.Id, m.Area, m.Number, m.Text, m.SealedAddress, m.Answer)).ToListAsync(ct);
            db.AddRange(missing.Select(text => MatterSearch.Of(text with { Address = Matter.OpenAddress(sealer, text.Id, text.Address) }, key)));
            added += await Save(db, missing.Count, ct);
            db.ChangeTracker.Clear();
            last = missing.Count == Batch ? missing[^1].Id : null;
        }
        return added;
    }

    /// <summary>Another node may fill at the same time: whoever loses leaves the batch to the winner.</summary>
    private static async Task<int> Save(CuobianDb db, int count, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return count;
        }
        catch (DbUpdateConcurrencyException)
        {
            return 0;
        }
    }
}
