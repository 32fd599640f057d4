using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>Opens an estate for who may change it, and stores what was done together with its line in the ledger.</summary>
internal sealed class EstateDesk(CuobianDb db, Actor actor, Reach reach, TimeProvider time, IActLedger ledger)
{
    public EstateAct Act => new(time.GetUtcNow(), actor.Account);

    public DateOnly Today => time.Today();

    public async Task<Estate?> Open(Guid id, CancellationToken ct)
    {
        if (await db.Estates.Include(e => e.Entries).SingleOrDefaultAsync(e => e.Id == id, ct) is not { } estate) return null;
        reach.RequireChange(estate.Community);
        return estate;
    }

    public Task<bool> Save(Estate estate, string act, object? details, CancellationToken ct, Func<Task>? before = null) => db.InOneTransaction(async () =>
    {
        if (before is not null) await before();
        await db.SaveChangesAsync(ct);
        await ledger.Write(act, $"estate:{estate.Id}", details, ct);
        return true;
    }, ct);
}
