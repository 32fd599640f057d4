using Cuobian.Data.Live;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Data.Telemetry;

/// <summary>While somebody watches: looks every quarter of a minute how the queue stands and how many servers there are.</summary>
internal sealed class LookAtQueue(HouseFigures figures, IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<LookAtQueue> log)
    : Recurring(TimeSpan.FromSeconds(15), scopes, readiness, time, log)
{
    /// <summary>A queue this long is trouble enough; its exact length would cost more than it tells.</summary>
    private const int MostCounted = 100_000;
    private readonly TimeProvider time = time;

    protected override async Task Run(IServiceProvider scope, CancellationToken ct)
    {
        if (figures.AreWatched) await Look(scope.GetRequiredService<CuobianDb>(), ct);
    }

    internal async Task Look(CuobianDb db, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var alive = WorkQueue.Alive;
        var due = db.Set<Work>().Where(w => w.Dead == alive && w.DueAt <= now);
        var oldest = await due.OrderBy(w => w.DueAt).Select(w => (DateTimeOffset?)w.DueAt).FirstOrDefaultAsync(ct);
        var dead = await db.Set<Work>().Where(w => w.Dead).Take(MostCounted).CountAsync(ct);
        figures.Saw(oldest is null ? TimeSpan.Zero : now - oldest.Value, await due.Take(MostCounted).CountAsync(ct), dead, await Nodes(db, ct));
    }

    /// <summary>Each server holds one line to hear the others.</summary>
    private static async Task<int> Nodes(CuobianDb db, CancellationToken ct) => !db.Database.IsNpgsql() ? 1 :
        await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from pg_stat_activity where datname = current_database() and application_name = {PostgresSignals.LineName}").SingleAsync(ct);
}
