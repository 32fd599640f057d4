using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.Matters.Clocks;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Cuobian.Matters;

/// <summary>What Matters keeps about somebody: reports with name and phone, support, answers about results, and saved views of the queue.</summary>
internal sealed class MatterRecords(CuobianDb db, Actor actor, TimeProvider time, Sealer sealer, Clocking clocking, IStringLocalizer<Text> words) : IPersonalRecords
{
    private const string Reporters = "matters_reporter";
    private const string Reports = "matters_matter";
    private const string Support = "matters_supporter";
    private const string Ratings = "matters_rating";
    private const string Views = "matters_saved_view";
    private static readonly MatterState[] Ended = [MatterState.Closed, MatterState.Withdrawn, MatterState.Merged, MatterState.Diverted, MatterState.Rejected];
    private static readonly IReadOnlyList<PersonalKind> Register = PersonalKind.Read("Cuobian.Matters.Seed.personal.json");
    private static readonly int MustDays = Register.Single(k => k.Code == Reporters).MustDays!.Value;

    public IReadOnlyList<PersonalKind> Kinds => Register;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> Copy(Owner owner, CancellationToken ct)
    {
        var mine = await Of(owner).AsNoTracking().OrderBy(r => r.MatterId).ToListAsync(ct);
        var ids = mine.Select(r => r.MatterId).ToList();
        var matters = await db.Matters.AsNoTracking().Where(m => ids.Contains(m.Id)).OrderBy(m => m.Id).ToListAsync(ct);
        var numbers = matters.ToDictionary(m => m.Id, m => m.Number);
        var said = await db.Set<MatterEntry>().AsNoTracking().Where(e => ids.Contains(e.MatterId) && e.Part == Part.Reporter).OrderBy(e => e.MatterId).ThenBy(e => e.Seq).ToListAsync(ct);
        var who = owner.Account.ToString();
        var supported = await db.Set<MatterSupporter>().Where(s => s.Who == who).Join(db.Matters, s => s.MatterId, m => m.Id, (s, m) => new { m.Number, s.At }).OrderBy(s => s.At).ToListAsync(ct);
        return new Dictionary<string, IReadOnlyList<object>>
        {
            [Reporters] = [.. mine.Where(r => r.Name is not null || r.Phone is not null).Select(r => new { Number = numbers[r.MatterId], r.Name, r.Phone })],
            [Reports] = [.. matters.Select(m => new
            {
                m.Number, m.Text, m.Address, m.Lat, m.Lon, Category = m.CategoryCode, State = m.State.ToString(), m.RegisteredAt, m.ClosedAt,
                Said = said.Where(e => e.MatterId == m.Id).Select(e => new { e.At, Command = e.Command.ToString(), e.Reason, e.Words }),
            })],
            [Support] = [.. supported],
            [Views] = [.. await ViewsOf(owner).Select(v => new { v.Name, v.Query }).ToListAsync(ct)],
            [Ratings] = [.. matters.Where(m => m.RatedPrompt is not null).Select(m => new { m.Number, m.RatedPrompt, m.RatedSolved, m.RatedSatisfied })],
        };
    }

    /// <summary>Open matters carry the new name; what has ended stays as it was and says so in its story.</summary>
    public async Task<int> Correct(Owner owner, string name, CancellationToken ct)
    {
        var mine = await Of(owner).Where(r => r.SealedName != null).ToListAsync(ct);
        var ids = mine.Where(r => r.Name != name).Select(r => r.MatterId).ToList();
        var matters = await db.Matters.AsSplitQuery().Include(m => m.Clocks).Include(m => m.Co).Where(m => ids.Contains(m.Id)).ToListAsync(ct);
        foreach (var matter in matters)
            if (Ended.Contains(matter.State)) matter.Comment(clocking.Act(actor, Part.Reporter, time.GetUtcNow()) with { Words = words["personal_corrected"] });
            else mine.Single(r => r.MatterId == matter.Id).Name = name;
        await db.SaveChangesAsync(ct);
        return matters.Count;
    }

    /// <summary>Whoever is under way is reached at the new phone; what has ended keeps the number it was answered at, and stays the person's.</summary>
    public async Task Move(Owner owner, string phone, CancellationToken ct)
    {
        var mine = await Of(owner).ToListAsync(ct);
        var ids = mine.Select(r => r.MatterId).ToList();
        var open = await db.Matters.Where(m => ids.Contains(m.Id) && !Ended.Contains(m.State)).Select(m => m.Id).ToHashSetAsync(ct);
        foreach (var reporter in mine)
        {
            reporter.Account = owner.Account;
            if (reporter.Phone is not null && open.Contains(reporter.MatterId)) reporter.Phone = phone;
        }
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Contacts of ended matters go once the time for appeals is over; those under way wait for a decision.</summary>
    public async Task<IReadOnlyList<ErasedLine>> Erase(Owner owner, bool granted, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var mine = await Of(owner).ToListAsync(ct);
        var ids = mine.Select(r => r.MatterId).ToList();
        var ends = await db.Matters.Where(m => ids.Contains(m.Id)).Select(m => new { m.Id, m.State, At = m.ClosedAt ?? m.UpdatedAt, Rated = m.RatedPrompt != null }).ToDictionaryAsync(m => m.Id, ct);
        var named = mine.Where(r => r.Name is not null || r.Phone is not null).ToLookup(r => Fate(ends[r.MatterId].State, ends[r.MatterId].At, now, granted));
        foreach (var reporter in named[Erasing.Gone]) (reporter.Name, reporter.Phone) = (null, null);
        await db.SaveChangesAsync(ct);
        DateTimeOffset? until = named[Erasing.Kept].Max(r => (DateTimeOffset?)ends[r.MatterId].At.AddDays(MustDays));
        var who = owner.Account.ToString();
        var supported = await db.Set<MatterSupporter>().Where(s => s.Who == who).ExecuteDeleteAsync(ct);
        return
        [
            new ErasedLine(Reporters, Erasing.Gone, named[Erasing.Gone].Count()),
            new ErasedLine(Reporters, Erasing.Kept, named[Erasing.Kept].Count(), "matters.kept_for_appeal", until),
            new ErasedLine(Reporters, Erasing.Asked, named[Erasing.Asked].Count(), "matters.asked_under_way"),
            new ErasedLine(Reports, Erasing.Kept, ends.Count, "matters.kept_as_record"),
            new ErasedLine(Ratings, Erasing.Kept, ends.Values.Count(e => e.Rated), "matters.kept_nameless"),
            new ErasedLine(Support, Erasing.Gone, supported),
            new ErasedLine(Views, Erasing.Gone, await ViewsOf(owner).ExecuteDeleteAsync(ct)),
        ];
    }

    public async Task TakeBack(string subject, CancellationToken ct)
    {
        var number = subject.Split(':') is ["matter", var found] ? found : null;
        if (await db.Reporters.SingleOrDefaultAsync(r => db.Set<Matter>().Any(m => m.Id == r.MatterId && m.Number == number), ct) is not { } reporter) return;
        (reporter.Name, reporter.Phone) = (null, null);
        await db.SaveChangesAsync(ct);
    }

    public Task<int> CountPast(string kind, DateTimeOffset before, CancellationToken ct) => kind == Reporters ? Past(before).CountAsync(ct) : Task.FromResult(0);

    public async Task<IReadOnlyList<string>> Forget(string kind, DateTimeOffset before, int atMost, CancellationToken ct)
    {
        if (kind != Reporters) return [];
        var old = await Past(before).OrderBy(r => r.MatterId).Take(atMost).ToListAsync(ct);
        foreach (var reporter in old) (reporter.Name, reporter.Phone) = (null, null);
        await db.SaveChangesAsync(ct);
        return [.. old.Select(r => r.MatterId.ToString("N"))];
    }

    private IQueryable<MatterReporter> Past(DateTimeOffset before) => db.Reporters.Where(r => (r.SealedName != null || r.SealedPhone != null)
        && db.Set<Matter>().Any(m => m.Id == r.MatterId && Ended.Contains(m.State) && (m.ClosedAt ?? m.UpdatedAt) < before));

    /// <summary>By account, and by a phone that is proved to be the person's.</summary>
    private IQueryable<MatterReporter> Of(Owner owner)
    {
        var (me, phone) = (owner.Account, sealer.Index("matters_reporter.Phone", Phones.Normal(owner.Phone)));
        return db.Reporters.Where(r => r.Account == me || (phone != null && r.Account == null && r.PhoneIndex == phone));
    }

    private IQueryable<SavedView> ViewsOf(Owner owner) => db.Set<SavedView>().Where(v => v.Account == owner.Account).OrderBy(v => v.Id);

    private static Erasing Fate(MatterState state, DateTimeOffset ended, DateTimeOffset now, bool granted) =>
        !Ended.Contains(state) ? granted ? Erasing.Gone : Erasing.Asked
        : ended.AddDays(MustDays) <= now ? Erasing.Gone : Erasing.Kept;
}

/// <summary>The calendar of the offices, for whoever has to answer within so many working days.</summary>
internal sealed class WorkDays(Calendars calendars, OpeningHours hours) : IWorkDays
{
    public DateTimeOffset? After(DateTimeOffset start, int days) => calendars.Current.Due(Pace.Working, start, (int)(days * hours.Day / TimeSpan.TicksPerMinute));
}
