using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Me;

/// <summary>Erases what may go of one person, and closes the account once nothing waits for a decision.</summary>
public sealed class ForgetPerson(CuobianDb db, Actors actors, IEnumerable<IPersonalRecords> records, IActLedger ledger, TimeProvider time)
{
    /// <summary>Goes through every module; with a decision also what the office had to decide.</summary>
    public async Task Run(Erasure erasure, bool granted, CancellationToken ct)
    {
        var owner = new Owner(erasure.Account, (await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == erasure.Account, ct)).Phone);
        var lines = new List<ErasedLine>();
        foreach (var module in records) lines.AddRange((await module.Erase(owner, granted, ct)).Where(l => l.Count > 0));
        lines.Insert(0, await CloseAccount(owner.Account, lines.Any(l => l.State == Erasing.Asked), ct));
        erasure.Note(lines, time.GetUtcNow());
        await db.SaveChangesAsync(ct);
        await ledger.Write(ActNames.DataErased, erasure.Account.ToString(), new { Request = erasure.Id, Lines = erasure.Lines.Select(l => new { l.Kind, l.State, l.Count, l.Until }) }, ct);
        actors.Forget(owner.Account);
    }

    private async Task<ErasedLine> CloseAccount(Guid id, bool waits, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        // A post with rights is a duty of somebody, not a private matter: it ends first.
        var onDuty = await db.Posts.Where(p => p.Account == id && p.From <= now && (p.To == null || p.To > now)).Join(db.Roles, p => p.Role, r => r.Code, (_, r) => r).ToListAsync(ct);
        if (onDuty.Any(role => role.Permissions.Count > 0)) return new ErasedLine(PeopleRecords.Account, Erasing.Kept, 1, "people.kept_on_duty");
        if (waits) return new ErasedLine(PeopleRecords.Account, Erasing.Asked, 1, "people.asked_account");
        var account = await db.Accounts.SingleAsync(a => a.Id == id, ct);
        account.Erase();
        await db.Tokens.Where(t => t.Account == id && t.RevokedAt == null).ExecuteUpdateAsync(t => t.SetProperty(x => x.RevokedAt, (DateTimeOffset?)now), ct);
        return new ErasedLine(PeopleRecords.Account, Erasing.Gone, 1);
    }
}
