using Cuobian.Data;
using Cuobian.Insight.Campaigns;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Insight.Spots;

/// <summary>
/// Goes on where it stopped: puts the matters that came since to their hot spots, reckons heat anew where something changed or
/// a day went by, and forgets what never became one. The cost follows what is new, not what there is.
/// </summary>
internal sealed class GatherSpots(CuobianDb db, IVoices voices, TimeProvider time)
{
    private const int BatchSize = 500;
    private const int MostBatches = 40;
    private const int MostReckoned = 2000;
    private const int MostForgotten = 5000;
    private const long Turn = 0x5350_4F54;

    /// <summary>A transaction that began before this may still be open; matters are read only up to it.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);

    /// <summary>How many matters it took in.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var taken = 0;
        for (var batch = 0; batch < MostBatches; batch++)
        {
            var more = await db.InOneTransaction(() => TakeBatch(ct), ct);
            db.ChangeTracker.Clear();
            taken += more;
            if (more < BatchSize) break;
        }
        await Reckon(ct);
        await Forget(ct);
        return taken;
    }

    private async Task<int> TakeBatch(CancellationToken ct)
    {
        await db.TakeTurn(Turn, ct);
        var now = time.GetUtcNow();
        if (await db.Set<SpotCursor>().SingleOrDefaultAsync(ct) is not { } cursor) db.Add(cursor = new SpotCursor());
        var batch = await voices.After(cursor.Last, now - SpotRules.Memory, now - Settling, BatchSize, ct);
        if (batch.Count == 0) return 0;

        var areas = batch.Select(v => SpotRules.Neighbourhood(v.Area)).Distinct().ToList();
        var since = batch[0].At - SpotRules.Memory;
        var gathering = new Gathering(await db.Set<Spot>().Where(s => areas.Contains(s.Area) && s.LastAt > since).ToListAsync(ct));
        var ids = batch.Select(v => v.Id).ToList();
        var heard = await db.Set<SpotVoice>().Where(v => ids.Contains(v.MatterId)).Select(v => v.MatterId).ToHashSetAsync(ct);
        foreach (var voice in batch.Where(v => heard.Add(v.Id)))
        {
            var spot = gathering.Put(voice);
            db.Add(new SpotVoice { MatterId = voice.Id, SpotId = spot.Id, Number = voice.Number, At = voice.At, Area = voice.Area, Who = voice.Who, Supporters = voice.Supporters });
            if (spot.Campaign is { } campaign) db.Add(new CampaignMatter { CampaignId = campaign, Number = voice.Number, At = now });
        }
        db.AddRange(gathering.Begun);
        cursor.Last = batch[^1].Step;
        await db.SaveChangesAsync(ct);
        return batch.Count;
    }

    private async Task Reckon(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (stale, alive) = (now - Stale, now - 2 * SpotRules.Memory);
        var spots = await db.Set<Spot>().Where(s => s.Matters >= SpotRules.LeastMatters && (s.ReckonedAt == null || (s.ReckonedAt < stale && s.LastAt > alive)))
            .OrderBy(s => s.ReckonedAt).Take(MostReckoned).ToListAsync(ct);
        var since = now - SpotRules.Memory;
        foreach (var some in spots.Chunk(200))
        {
            var ids = some.Select(s => s.Id).ToList();
            var members = (await db.Set<SpotVoice>().AsNoTracking().Where(v => ids.Contains(v.SpotId) && v.At > since).ToListAsync(ct)).ToLookup(v => v.SpotId);
            foreach (var spot in some) SpotRules.Reckon(spot, [.. members[spot.Id]], now);
            await db.SaveChangesAsync(ct);
        }
        db.ChangeTracker.Clear();
    }

    /// <summary>Single matters that nothing followed are forgotten; the matters themselves stay where they are.</summary>
    private async Task Forget(CancellationToken ct)
    {
        var before = time.GetUtcNow() - SpotRules.Memory;
        var gone = await db.Set<Spot>().Where(s => s.Matters < SpotRules.LeastMatters && s.LastAt < before && s.Campaign == null).OrderBy(s => s.LastAt).Select(s => s.Id).Take(MostForgotten).ToListAsync(ct);
        foreach (var some in gone.Chunk(BatchSize))
            await db.InOneTransaction(async () =>
            {
                await db.Set<SpotVoice>().Where(v => some.Contains(v.SpotId)).ExecuteDeleteAsync(ct);
                return await db.Set<Spot>().Where(s => some.Contains(s.Id)).ExecuteDeleteAsync(ct);
            }, ct);
    }
}

/// <summary>Looks for hot spots every ten minutes.</summary>
internal sealed class KeepGathering(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<KeepGathering> log)
    : Recurring(TimeSpan.FromMinutes(10), scopes, readiness, time, log)
{
    protected override Task Run(IServiceProvider scope, CancellationToken ct) => scope.GetRequiredService<GatherSpots>().Run(ct);
}
