using System.Text.Json;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Places.Borders;

/// <summary>Keeps changes of borders until the day from which they are to be valid.</summary>
internal sealed class PlanBorders(CuobianDb db, Actor actor, TimeProvider time, IActLedger ledger)
{
    private const int MostDays = 366;
    private static readonly TimeSpan Shown = TimeSpan.FromDays(30);

    /// <summary>All of China keeps Beijing time.</summary>
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>The instant a change waits for; null when it is to be made now.</summary>
    public DateTimeOffset? WaitsFor(DateOnly? day)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().ToOffset(Beijing).Date);
        new Faults().If(day < today, "validFrom", "places.valid_from_past").If(day > today.AddDays(MostDays), "validFrom", "places.valid_from_far").Throw();
        return day is null || day == today ? null : new DateTimeOffset(day.Value, TimeOnly.MinValue, Beijing).ToUniversalTime();
    }

    /// <summary>Keeps a change that was found sound; the form must not name a day any more.</summary>
    public Task<BorderOutcome> Keep<TForm>(ChangeKind kind, string target, TForm form, IReadOnlyList<string> grids, DateTimeOffset from, CancellationToken ct) =>
        db.InOneTransaction(async () =>
        {
            var now = time.GetUtcNow();
            var plan = new PlannedChange(Guid.CreateVersion7(now), kind, target, JsonSerializer.Serialize(form, JsonSerializerOptions.Web), from, actor.Account, now);
            db.Add(plan);
            await db.SaveChangesAsync(ct);
            await ledger.Write(PlacesActs.Planned, plan.Id.ToString(), new { kind, target, grids, from }, ct);
            return new BorderOutcome(grids, from, Planned: true);
        }, ct);

    /// <summary>What is planned in a community, and what could not be carried out of late.</summary>
    public Task<List<PlannedChange>> In(string community, CancellationToken ct)
    {
        actor.Require(PlacesPermissions.Edit, community);
        var (end, since) = (CuobianDb.After(community), time.GetUtcNow() - Shown);
        return db.Set<PlannedChange>().AsNoTracking()
            .Where(p => string.Compare(p.Target, community) >= 0 && string.Compare(p.Target, end) < 0 && (p.SettledAt == null || (p.Refusal != null && p.SettledAt > since)))
            .OrderBy(p => p.From).ToListAsync(ct);
    }

    /// <summary>Null when there is no such plan or it was carried out already.</summary>
    public Task<PlannedChange?> Withdraw(Guid id, CancellationToken ct) => db.InOneTransaction(async () =>
    {
        if (await db.Set<PlannedChange>().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } plan || plan is { SettledAt: not null, Refusal: null }) return null;
        actor.Require(PlacesPermissions.Edit, plan.Target);
        db.Remove(plan);
        await db.SaveChangesAsync(ct);
        await ledger.Write(PlacesActs.PlanWithdrawn, plan.Id.ToString(), new { plan.Kind, plan.Target }, ct);
        return plan;
    }, ct);
}
