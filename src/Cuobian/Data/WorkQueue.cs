using System.Reflection;
using System.Text.Json;
using Cuobian.Data.Telemetry;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Data;

/// <summary>
/// Takes due work under a lease and delivers it. A delivery and its removal are one transaction, so inside the database
/// each happens once; a failed one comes back later, a poisoned one is set aside, and neither stops the rest. Work of a reaction
/// that takes many goes together, and one by one when that fails.
/// </summary>
internal sealed class WorkQueue(IServiceScopeFactory scopes, Reactions reactions, DatabaseSettings settings, HouseFigures figures, TimeProvider time, ILogger<WorkQueue> log)
{
    public const int MostAttempts = 8;
    private const int AtOnce = 50;
    private const int Lanes = 2;

    /// <summary>Compared with, not negated: SQLite finds no index for <c>not "Dead"</c>.</summary>
    internal static bool Alive => false;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Nobody is given work for so long: a clock that was ahead wrote it, and has been put back.</summary>
    private static readonly TimeSpan Absurd = 4 * Lease;

    /// <summary>Clocks of servers may differ so much.</summary>
    private static readonly TimeSpan Tolerable = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private const int MostFuture = 50_000;
    private static readonly MethodInfo ReactMethod = typeof(WorkQueue).GetMethod(nameof(React), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo ReactToAllMethod = typeof(WorkQueue).GetMethod(nameof(ReactToAll), BindingFlags.NonPublic | BindingFlags.Static)!;
    private readonly string me = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.CreateVersion7():N}";
    private long lookedForFutureWork;

    /// <summary>Delivers everything due now, batch after batch; answers how many were delivered.</summary>
    public async Task<int> DeliverDue(CancellationToken ct)
    {
        await LookForFutureWork(ct);
        var delivered = 0;
        while (await Claim(AtOnce, ct) is { Count: > 0 } batch)
        {
            delivered += await DeliverAll(batch, ct);
            await LookForFutureWork(ct);
            // After a full batch more is waiting: on PostgreSQL several then work at it.
            if (batch.Count == AtOnce && settings.IsPostgres) delivered += (await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Drain(ct)))).Sum();
        }
        return delivered;
    }

    private async Task<int> Drain(CancellationToken ct)
    {
        var delivered = 0;
        while (await Claim(AtOnce, ct) is { Count: > 0 } batch) delivered += await DeliverAll(batch, ct);
        return delivered;
    }

    private async Task<int> DeliverAll(List<Work> batch, CancellationToken ct)
    {
        var delivered = 0;
        foreach (var alike in batch.GroupBy(w => w.Reaction)) delivered += await Deliver([.. alike], ct);
        return delivered;
    }

    /// <summary>When the next work is due; null when nothing waits.</summary>
    public async Task<DateTimeOffset?> NextDue(CancellationToken ct)
    {
        var alive = Alive;
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CuobianDb>().Set<Work>()
            .Where(w => w.Dead == alive).OrderBy(w => w.DueAt).Select(w => (DateTimeOffset?)w.DueAt).FirstOrDefaultAsync(ct);
    }

    /// <summary>
    /// Work with a key from the future was made by a clock that is ahead, or was and has been put back: what was to happen at once need not
    /// wait until other clocks show that time too.
    /// </summary>
    private async Task LookForFutureWork(CancellationToken ct)
    {
        if (time.GetElapsedTime(lookedForFutureWork) < LookEvery) return;
        lookedForFutureWork = time.GetTimestamp();
        var alive = Alive;
        var now = time.GetUtcNow();
        var future = Guid.CreateVersion7(now + Tolerable);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        // By the key alone, which almost always ends here: another condition could lead a database to walk through all timers.
        var found = await db.Set<Work>().Where(w => w.Id.CompareTo(future) > 0).OrderBy(w => w.Id).Take(MostFuture).Select(w => new { w.Id, w.DueAt }).ToListAsync(ct);
        var ids = found.Where(w => w.DueAt > now && Work.MadeAt(w.Id) >= w.DueAt.ToUnixTimeMilliseconds()).Select(w => w.Id).ToList();
        if (ids.Count == 0) return;
        await db.InOneTransaction(() => db.Set<Work>().Where(w => ids.Contains(w.Id) && w.Dead == alive).ExecuteUpdateAsync(set => set.SetProperty(w => w.DueAt, now), ct), ct);
        log.FutureWork(ids.Count);
    }

    internal async Task<List<Work>> Claim(int atMost, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        var now = time.GetUtcNow();
        var skip = settings.IsPostgres ? "for update skip locked" : "";
        var sql = $$"""
            update data_work set "LeaseUntil" = {0}, "Owner" = {1}, "Attempts" = "Attempts" + 1
            where "Id" in (select "Id" from data_work
                where "Dead" = {4} and "DueAt" <= {2} and ("LeaseUntil" is null or "LeaseUntil" < {2} or "LeaseUntil" > {5})
                order by "DueAt" limit {3} {{skip}})
            returning *
            """;
        return await db.InOneTransaction(() => db.Set<Work>()
            .FromSqlRaw(sql, db.Kept(now + Lease), me, db.Kept(now), atMost, Alive, db.Kept(now + Absurd)).AsNoTracking().ToListAsync(ct), ct, brief: true);
    }

    /// <summary>Answers how many were delivered of work for one reaction.</summary>
    private async Task<int> Deliver(List<Work> alike, CancellationToken ct)
    {
        if (alike.Count > 1 && TakesMany(alike[0].Reaction) && await DeliverTogether(alike, ct)) return alike.Count;
        var delivered = 0;
        foreach (var work in alike)
            if (await Deliver(work, ct)) delivered++;
        return delivered;
    }

    private bool TakesMany(string name) => reactions.Named(name) is var (reaction, happened) && reaction.IsAssignableTo(typeof(IManyReaction<>).MakeGenericType(happened));

    /// <summary>All or none; why not is found out by delivering each alone.</summary>
    private async Task<bool> DeliverTogether(List<Work> alike, CancellationToken ct)
    {
        using var span = HouseFigures.Spans.StartActivity("deliver");
        span?.SetTag("cuobian.reaction", alike[0].Reaction);
        try
        {
            var ids = alike.ConvertAll(w => w.Id);
            await using var scope = OwnScope();
            var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
            await db.ReadThenWrite(async () =>
            {
                await Happen(scope.ServiceProvider, alike, ct);
                // Last: most of the time goes to reading, and nobody who writes shall wait for that.
                return await db.InOneTransaction(() => Take(db, ids, ct), ct, brief: true) == ids.Count ? 0 : throw new InvalidOperationException("Some of it was taken over.");
            });
            foreach (var _ in alike) figures.Delivered("delivered");
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            log.TogetherFailed(failure, alike[0].Reaction, alike.Count);
            return false;
        }
    }

    private async Task<bool> Deliver(Work work, CancellationToken ct)
    {
        using var span = HouseFigures.Spans.StartActivity("deliver");
        span?.SetTag("cuobian.reaction", work.Reaction).SetTag("cuobian.attempt", work.Attempts);
        try
        {
            // Gone or taken over by another node: then it is theirs, and nothing happens here.
            await using var scope = OwnScope();
            var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
            var delivered = await db.InOneTransaction(async () => await Take(db, [work.Id], ct) == 1 && await Happen(scope.ServiceProvider, [work], ct), ct);
            if (delivered) figures.Delivered("delivered");
            return delivered;
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            log.DeliveryFailed(failure, work.Reaction, work.Attempts);
            span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
            figures.Delivered(work.Attempts >= MostAttempts ? "dead" : "failed");
            await PutBack(work, failure, ct);
            return false;
        }
    }

    private AsyncServiceScope OwnScope()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
        return scope;
    }

    private Task<int> Take(CuobianDb db, List<Guid> ids, CancellationToken ct) =>
        db.Set<Work>().Where(w => ids.Contains(w.Id) && w.Owner == me).ExecuteDeleteAsync(ct);

    private async Task<bool> Happen(IServiceProvider services, List<Work> alike, CancellationToken ct)
    {
        var (type, happened) = reactions.Named(alike[0].Reaction) ?? throw new InvalidOperationException($"No reaction is called {alike[0].Reaction}.");
        var told = alike.ConvertAll(work => (IEvent)JsonSerializer.Deserialize(work.Event, happened)!);
        var (method, what) = told.Count == 1 ? (ReactMethod, (object)told[0]) : (ReactToAllMethod, told);
        await (Task)method.MakeGenericMethod(happened).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [services.GetRequiredService(type), what, ct], null)!;
        return true;
    }

    private static Task React<TEvent>(IReaction<TEvent> reaction, TEvent happened, CancellationToken ct) where TEvent : IEvent =>
        reaction.React(happened, ct);

    private static Task ReactToAll<TEvent>(IManyReaction<TEvent> reaction, List<IEvent> happened, CancellationToken ct) where TEvent : IEvent =>
        reaction.React(happened.ConvertAll(one => (TEvent)one), ct);

    private async Task PutBack(Work work, Exception failure, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        var again = time.GetUtcNow() + TimeSpan.FromSeconds(Math.Pow(2, work.Attempts));
        await db.InOneTransaction(() => db.Set<Work>().Where(w => w.Id == work.Id && w.Owner == me).ExecuteUpdateAsync(set => set
            .SetProperty(w => w.DueAt, again)
            .SetProperty(w => w.LeaseUntil, (DateTimeOffset?)null)
            .SetProperty(w => w.Dead, work.Attempts >= MostAttempts)
            .SetProperty(w => w.Error, failure.GetType().Name + ": " + failure.Message), ct), ct);
    }
}

/// <summary>Runs the queue on this node: woken by new work, by the next due time, and every few seconds in any case.</summary>
internal sealed class Worker(WorkQueue queue, WorkSignal signal, Readiness readiness, TimeProvider time, ILogger<Worker> log) : BackgroundService
{
    private static readonly TimeSpan SafetyPoll = TimeSpan.FromSeconds(5);

    /// <summary>What comes in close together is delivered together, which costs hardly more than one.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await readiness.Wait(stopping);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Gather, stopping);
                await queue.DeliverDue(stopping);
                var sleep = await queue.NextDue(stopping) - time.GetUtcNow() ?? SafetyPoll;
                await signal.Wait(sleep < TimeSpan.Zero ? TimeSpan.Zero : sleep < SafetyPoll ? sleep : SafetyPoll, stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                // The database may be away for a while; the work stays in it.
                log.QueueStopped(failure);
                await Task.Delay(SafetyPoll, time, stopping);
            }
        }
    }
}

internal static partial class WorkLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reaction} failed at attempt {Attempts}")]
    public static partial void DeliveryFailed(this ILogger log, Exception failure, string reaction, int attempts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reaction} failed for {Count} at once; each comes alone")]
    public static partial void TogetherFailed(this ILogger log, Exception failure, string reaction, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} pieces of work were made by a clock that is or was ahead; they no longer wait for the time it showed")]
    public static partial void FutureWork(this ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The work queue cannot reach the database; trying again")]
    public static partial void QueueStopped(this ILogger log, Exception failure);
}
