using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Notices.Follows;
using Cuobian.Notices.Letters;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices;

/// <summary>What Notices keeps about somebody: addresses and choices, what they follow, and the letters they got.</summary>
internal sealed class NoticeRecords(CuobianDb db, ICryptoProvider crypto) : IPersonalRecords
{
    private const string People = "notices_person";
    private const string Follows = "notices_follow";
    private const string Letters = "notices_letter";
    private static readonly IReadOnlyList<PersonalKind> Register = PersonalKind.Read("Cuobian.Notices.Seed.personal.json");

    public IReadOnlyList<PersonalKind> Kinds => Register;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> Copy(Owner owner, CancellationToken ct)
    {
        var keys = KeysOf(owner);
        var choices = await db.Set<Wish>().AsNoTracking().Where(w => keys.Contains(w.Who)).OrderBy(w => w.Topic).Select(w => new { w.Topic, w.Off, Digest = w.Digest.ToString() }).ToListAsync(ct);
        var people = await db.Set<Person>().AsNoTracking().Where(p => keys.Contains(p.Who)).ToListAsync(ct);
        var follows = await db.Set<Follow>().AsNoTracking().Where(f => keys.Contains(f.Who)).OrderBy(f => f.Id).ToListAsync(ct);
        var letters = await Mine(owner, keys).AsNoTracking().OrderBy(l => l.Id).ToListAsync(ct);
        return new Dictionary<string, IReadOnlyList<object>>
        {
            [People] = [.. people.Select(p => new { p.Mail, p.MailConfirmed, p.Phone, p.PhoneConfirmed, p.English, p.QuietFrom, p.QuietUntil, Choices = choices })],
            [Follows] = [.. follows.Select(f => new { f.Number, f.Area, f.Category, f.At })],
            [Letters] = [.. letters.Select(l => new { l.At, l.Topic, Way = l.Way.ToString(), l.Paper.Title, l.Paper.Text, l.ReadAt })],
        };
    }

    /// <summary>All of it rests on the person's wish, or has been told already.</summary>
    public async Task<IReadOnlyList<ErasedLine>> Erase(Owner owner, bool granted, CancellationToken ct)
    {
        var keys = KeysOf(owner);
        var follows = await db.Set<Follow>().Where(f => keys.Contains(f.Who)).ExecuteDeleteAsync(ct);
        var letters = await Mine(owner, keys).ExecuteDeleteAsync(ct);
        await db.Set<Wish>().Where(w => keys.Contains(w.Who)).ExecuteDeleteAsync(ct);
        var people = await db.Set<Person>().Where(p => keys.Contains(p.Who)).ExecuteDeleteAsync(ct);
        return [new ErasedLine(People, Erasing.Gone, people), new ErasedLine(Follows, Erasing.Gone, follows), new ErasedLine(Letters, Erasing.Gone, letters)];
    }

    public Task<int> CountPast(string kind, DateTimeOffset before, CancellationToken ct) => kind switch
    {
        Follows => Unconfirmed(before).CountAsync(ct),
        Letters => Old(before).CountAsync(ct),
        _ => Task.FromResult(0),
    };

    public async Task<IReadOnlyList<string>> Forget(string kind, DateTimeOffset before, int atMost, CancellationToken ct)
    {
        var ids = kind switch
        {
            Follows => await Unconfirmed(before).OrderBy(f => f.Id).Select(f => f.Id).Take(atMost).ToListAsync(ct),
            Letters => await Old(before).OrderBy(l => l.Id).Select(l => l.Id).Take(atMost).ToListAsync(ct),
            _ => [],
        };
        if (kind == Follows) await db.Set<Follow>().Where(f => ids.Contains(f.Id)).ExecuteDeleteAsync(ct);
        if (kind == Letters) await db.Set<Letter>().Where(l => ids.Contains(l.Id)).ExecuteDeleteAsync(ct);
        return [.. ids.Select(id => id.ToString("N"))];
    }

    /// <summary>Nobody said yes to the mail that asked.</summary>
    private IQueryable<Follow> Unconfirmed(DateTimeOffset before) => db.Set<Follow>().Where(f => f.ConfirmedAt == null && f.At < before);

    private IQueryable<Letter> Old(DateTimeOffset before) => db.Set<Letter>().Where(l => l.State != LetterState.Waiting && l.At < before);

    private IQueryable<Letter> Mine(Owner owner, List<string> keys)
    {
        var me = owner.Account;
        return db.Set<Letter>().Where(l => l.Account == me || keys.Contains(l.Who));
    }

    /// <summary>A person is written to as an account, or as a phone that is proved to be theirs.</summary>
    private List<string> KeysOf(Owner owner) => owner.Phone is { } phone ? [Who.Account(owner.Account), Who.Phone(crypto, phone)] : [Who.Account(owner.Account)];
}
