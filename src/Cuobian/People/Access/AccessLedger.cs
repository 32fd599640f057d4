using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Access;

/// <summary>Keeps who looked at whose data, and tells the person.</summary>
internal sealed class AccessLedger(CuobianDb db, Actor actor, TimeProvider time, IActLedger acts, IAccounts accounts, IUnits units) : IAccessLedger
{
    private const int Most = 200;

    public Task Record(AccessNote note, CancellationToken ct) => db.InOneTransaction(async () =>
    {
        var now = time.GetUtcNow();
        var by = actor.Account ?? throw new Denied(nameof(Look));
        var look = new Look
        {
            Id = Guid.CreateVersion7(now),
            At = now,
            By = by,
            ByUnit = actor.Unit,
            Person = note.Person,
            Subject = note.Subject,
            Purpose = note.Purpose,
            What = note.What,
            Words = note.Words,
        };
        db.Add(look);
        await db.SaveChangesAsync(ct);
        await acts.Write(ActNames.Reveal, note.Subject, new { Look = look.Id, note.Purpose, note.What }, ct);
        return true;
    }, ct);

    public Task Belongs(string subject, Guid account, CancellationToken ct) => db.InOneTransaction(() => db.Looks
        .Where(l => l.Subject == subject && l.Person == null).ExecuteUpdateAsync(l => l.SetProperty(x => x.Person, account), ct), ct);

    public Task<IReadOnlyList<AccessLine>> Of(string subject, CancellationToken ct) => Read(db.Looks.Where(l => l.Subject == subject), ct);

    public Task<IReadOnlyList<AccessLine>> OfPerson(Guid account, CancellationToken ct) => Read(db.Looks.Where(l => l.Person == account), ct);

    private async Task<IReadOnlyList<AccessLine>> Read(IQueryable<Look> which, CancellationToken ct)
    {
        var looks = await which.AsNoTracking().OrderByDescending(l => l.At).Take(Most).ToListAsync(ct);
        var names = await accounts.NamesOf([.. looks.Select(l => l.By).Distinct()], ct);
        return [.. looks.Select(l => new AccessLine(l.At, names.GetValueOrDefault(l.By, ""), l.ByUnit is null ? null : units.Find(l.ByUnit)?.Name ?? l.ByUnit,
            l.Purpose, l.Words, l.What, l.Subject))];
    }
}
