using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Bulk;

/// <summary>Does the items of a job one after the other; an item and its mark are one transaction, so that it can go on anywhere and nothing is done twice.</summary>
public sealed class BulkWork(IServiceScopeFactory scopes)
{
    /// <summary>Does up to this many waiting items; answers how many are left.</summary>
    public async Task<int> Run(BulkJob job, Actor actor, int atMost, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        var waiting = db.Set<BulkItem>().AsNoTracking().Where(i => i.Bulk == job.Id && i.Outcome == BulkOutcome.Waiting);
        foreach (var item in await waiting.OrderBy(i => i.Seq).Take(atMost).ToListAsync(ct)) await Do(job, item, actor, ct);
        return await waiting.CountAsync(ct);
    }

    private async Task Do(BulkJob job, BulkItem item, Actor actor, CancellationToken ct)
    {
        try
        {
            await Give(job, item, actor, ct);
        }
        catch (Refused no)
        {
            await Fail(item, no.Code, no.Details, ct);
        }
        catch (Denied)
        {
            await Fail(item, "http_403", [], ct);
        }
        catch (Invalid wrong)
        {
            await Fail(item, wrong.Faults[0].Code, wrong.Faults[0].Details, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            await Fail(item, "changed_meanwhile", [], ct);
        }
    }

    private async Task Give(BulkJob job, BulkItem item, Actor actor, CancellationToken ct)
    {
        try
        {
            await InScope(actor, item, give => give.Run(item.Number, CommandOf(job.Command), Form(job), ct), ct);
        }
        catch (Refused no) when (job.Command == BulkCommand.Duplicate && no.Code == "matters.bad_root")
        {
            // The other one is settled: then a second officer decides that there is nothing left to do.
            await InScope(actor, item, give => give.Run(item.Number, MatterCommand.RequestRejection, new Filled { Words = job.Reason }, ct), ct);
        }
    }

    private async Task InScope(Actor actor, BulkItem item, Func<GiveCommand, Task<Matter?>> give, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = actor;
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        await db.InOneTransaction(async () =>
        {
            // Somebody else was quicker with this item: then it is done.
            if (await Mark(db, item, BulkOutcome.Done, null, [], ct) == 0) return 0;
            return await give(scope.ServiceProvider.GetRequiredService<GiveCommand>()) is null ? throw new Refused("http_404") : 1;
        }, ct);
    }

    private async Task Fail(BulkItem item, string code, IReadOnlyList<object> details, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        await db.InOneTransaction(() => Mark(db, item, BulkOutcome.Failed, code, [.. details.Select(Kept)], ct), ct);
    }

    /// <summary>A value is kept by the key of its word, so that each reader gets it in their language.</summary>
    private static string Kept(object detail) => detail is Enum value && MatterText.Speaks(value) ? BulkItem.KeyMark + MatterText.Key(value) : $"{detail}";

    private static Task<int> Mark(CuobianDb db, BulkItem item, BulkOutcome outcome, string? code, List<string> details, CancellationToken ct) =>
        db.Set<BulkItem>().Where(i => i.Bulk == item.Bulk && i.Seq == item.Seq && i.Outcome == BulkOutcome.Waiting).ExecuteUpdateAsync(set => set
            .SetProperty(i => i.Outcome, outcome).SetProperty(i => i.Code, code).SetProperty(i => i.Details, details), ct);

    private static MatterCommand CommandOf(BulkCommand command) => command switch
    {
        BulkCommand.Accept => MatterCommand.Accept,
        BulkCommand.Dispatch => MatterCommand.Dispatch,
        BulkCommand.Urge => MatterCommand.Urge,
        BulkCommand.Merge or BulkCommand.Duplicate => MatterCommand.Merge,
    };

    private static Filled Form(BulkJob job) => new() { Unit = job.Unit, Target = job.Target, Reason = job.Reason, Words = job.Command == BulkCommand.Urge ? job.Reason : null };
}
