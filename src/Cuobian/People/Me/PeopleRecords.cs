using Cuobian.Data;
using Cuobian.People.Access;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Me;

/// <summary>What People itself keeps about somebody: the account, who looked, the ledger, consents, requests, and receipts of the house.</summary>
internal sealed class PeopleRecords(CuobianDb db, TimeProvider time, IAccessLedger access) : IPersonalRecords
{
    public const string Account = "people_account";
    private const string Looks = "people_access";
    private const string Ledger = "people_ledger";
    private const string Said = "people_consent";
    private const string Erasures = "people_erasure";
    private const string Receipts = "data_answered";
    private static readonly IReadOnlyList<PersonalKind> Register = PersonalKind.Read("Cuobian.People.Me.Seed.personal.json");

    public IReadOnlyList<PersonalKind> Kinds => Register;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> Copy(Owner owner, CancellationToken ct)
    {
        var (me, id) = (owner.Account, owner.Account.ToString());
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == me, ct);
        var posts = await db.Posts.AsNoTracking().Where(p => p.Account == me).OrderBy(p => p.Id).Select(p => new { p.Role, p.Area, p.Unit, p.From, p.To }).ToListAsync(ct);
        var looks = await access.OfPerson(me, ct);
        var erasures = await db.Set<Erasure>().AsNoTracking().Where(e => e.Account == me).OrderBy(e => e.Id).ToListAsync(ct);
        return new Dictionary<string, IReadOnlyList<object>>
        {
            [Account] = [new { account.Login, account.Name, account.Phone, account.OfficePhone, account.Unit, account.CreatedAt, account.SecondFactorSince, posts }],
            // Who looked is told as on the page: by name and unit, for that is the person's right.
            [Looks] = [.. looks.Select(l => new { l.At, l.Who, l.Unit, Purpose = l.Purpose.ToString(), l.Words, l.What, l.Subject })],
            [Ledger] = [.. await db.Acts.AsNoTracking().Where(l => l.By == id).OrderBy(l => l.Seq).Select(l => new { l.At, l.Act, l.From }).ToListAsync(ct)],
            [Said] = [.. await db.Set<SaidConsent>().AsNoTracking().Where(c => c.Account == me).OrderBy(c => c.Id).Select(c => new { c.Code, c.Version, c.Subject, c.Given, c.At }).ToListAsync(ct)],
            [Erasures] = [.. erasures.Select(e => new { e.AskedAt, State = e.State.ToString(), e.Words, e.Answer, e.DecidedAt })],
        };
    }

    public async Task<int> Correct(Owner owner, string name, CancellationToken ct)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == owner.Account, ct);
        account.Rename(name);
        return await db.SaveChangesAsync(ct) > 0 ? 1 : 0;
    }

    /// <summary>The account itself goes last, once nothing waits for a decision: see <see cref="ForgetPerson"/>.</summary>
    public async Task<IReadOnlyList<ErasedLine>> Erase(Owner owner, bool granted, CancellationToken ct)
    {
        var (me, id) = (owner.Account, owner.Account.ToString());
        var looks = db.Looks.Where(l => l.Person == me);
        var consents = db.Set<SaidConsent>().Where(c => c.Account == me);
        return
        [
            Kept(Looks, await looks.CountAsync(ct), await looks.MaxAsync(l => (DateTimeOffset?)l.At, ct)),
            new ErasedLine(Ledger, Erasing.Kept, await db.Acts.CountAsync(l => l.By == id, ct), "people.kept_ledger"),
            Kept(Said, await consents.CountAsync(ct), await consents.MaxAsync(c => (DateTimeOffset?)c.At, ct)),
            Kept(Erasures, await db.Set<Erasure>().CountAsync(e => e.Account == me, ct), time.GetUtcNow()),
        ];
    }

    public Task<int> CountPast(string kind, DateTimeOffset before, CancellationToken ct) => kind switch
    {
        Looks => db.Looks.CountAsync(l => l.At < before, ct),
        Said => db.Set<SaidConsent>().CountAsync(c => c.At < before, ct),
        Erasures => db.Set<Erasure>().CountAsync(e => e.DecidedAt < before, ct),
        Receipts => db.Set<Answered>().CountAsync(a => a.At < before, ct),
        _ => Task.FromResult(0),
    };

    public async Task<IReadOnlyList<string>> Forget(string kind, DateTimeOffset before, int atMost, CancellationToken ct)
    {
        if (kind == Receipts)
        {
            var keys = await db.Set<Answered>().Where(a => a.At < before).OrderBy(a => a.At).Select(a => a.Key).Take(atMost).ToListAsync(ct);
            await db.Set<Answered>().Where(a => keys.Contains(a.Key)).ExecuteDeleteAsync(ct);
            return keys;
        }
        var ids = kind switch
        {
            Looks => await db.Looks.Where(l => l.At < before).OrderBy(l => l.Id).Select(l => l.Id).Take(atMost).ToListAsync(ct),
            Said => await db.Set<SaidConsent>().Where(c => c.At < before).OrderBy(c => c.Id).Select(c => c.Id).Take(atMost).ToListAsync(ct),
            Erasures => await db.Set<Erasure>().Where(e => e.DecidedAt < before).OrderBy(e => e.Id).Select(e => e.Id).Take(atMost).ToListAsync(ct),
            _ => [],
        };
        if (kind == Looks) await db.Looks.Where(l => ids.Contains(l.Id)).ExecuteDeleteAsync(ct);
        if (kind == Said) await db.Set<SaidConsent>().Where(c => ids.Contains(c.Id)).ExecuteDeleteAsync(ct);
        if (kind == Erasures) await db.Set<Erasure>().Where(e => ids.Contains(e.Id)).ExecuteDeleteAsync(ct);
        return [.. ids.Select(id => id.ToString("N"))];
    }

    private static ErasedLine Kept(string kind, int count, DateTimeOffset? newest) => new(
        kind, Erasing.Kept, count, "people.kept_proof", newest?.AddDays(Register.Single(k => k.Code == kind).KeepDays!.Value));
}
