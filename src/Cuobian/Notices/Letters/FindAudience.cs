using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Matters.Contracts;
using Cuobian.Notices.Channels;
using Cuobian.Notices.Contracts;
using Cuobian.Notices.Follows;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices.Letters;

/// <summary>Somebody to be told, and where to reach them when they left no address with their account.</summary>
internal sealed record Recipient(string Who, Guid? Account = null)
{
    /// <summary>The number by which they know the matter.</summary>
    public string? Number { get; init; }

    public string? Phone { get; init; }

    public string? Mail { get; init; }

    public bool English { get; init; }
}

/// <summary>Finds the people of an audience: who holds the duty nearest to the matter, who reported, who looks on.</summary>
internal sealed class FindAudience(CuobianDb db, IStaff staff, IMatterParties matters, IUnits units, ICryptoProvider crypto)
{
    /// <summary>A duty that more hold is nobody's; the nearest ones hear of it.</summary>
    private const int MostStaff = 100;
    private List<Robot>? robots;

    public Task<IReadOnlyList<Recipient>> Of(Audience audience, Telling telling, CancellationToken ct) => Of(audience, telling.Parties, telling.Spread, ct);

    private async Task<IReadOnlyList<Recipient>> Of(Audience audience, MatterParties parties, Spread spread, CancellationToken ct) => audience switch
    {
        Audience.Handler => await Handlers(parties, ct),
        Audience.UnitHead => await Heads(parties.LeadUnit, parties, ct),
        Audience.Called => await Called(spread.Unit, parties, ct),
        Audience.Panel => await Panel(parties, ct),
        Audience.Team => Accounts(spread.Named),
        Audience.Asker => parties.Asker is { } asker ? Accounts([asker]) : [],
        Audience.Decider => Others(await Nearest(MattersPermissions.Supervise, parties.Area, ct), parties.Asker),
        Audience.Dispatcher => await Nearest(MattersPermissions.Dispatch, parties.Area, ct),
        Audience.Verifier => await Nearest(MattersPermissions.Verify, parties.Area, ct),
        Audience.GridStaff => await Nearest(MattersPermissions.SelfHandle, parties.Area, ct),
        Audience.LevelAbove => await Above(parties, ct),
        Audience.Reporter => [.. parties.Reporters.Select(Reporter).OfType<Recipient>()],
        Audience.Hook => parties.IsPublic ? await Robots(parties, ct) : [],
        _ => throw new ArgumentOutOfRangeException(nameof(audience), audience, "Onlookers are found in batches."),
    };

    public async Task<IReadOnlyList<Recipient>> Supporters(MatterParties parties, Guid? after, int atMost, CancellationToken ct) =>
        Accounts(await matters.Supporters([.. MattersOf(parties)], after, atMost, ct));

    /// <summary>Those of the tellings that somebody may look on at.</summary>
    public async Task<IReadOnlySet<Spread>> LookedOn(IReadOnlyList<Telling> tellings, CancellationToken ct)
    {
        if (tellings.Count == 0) return new HashSet<Spread>();
        var supported = await matters.Supported([.. tellings.SelectMany(t => MattersOf(t.Parties)).Distinct()], ct);
        var targets = tellings.SelectMany(t => TargetsOf(t.Parties)).Distinct().ToList();
        var followed = await db.Set<Follow>().Where(f => targets.Contains(f.Target)).Select(f => f.Target).Distinct().ToHashSetAsync(ct);
        return tellings.Where(t => MattersOf(t.Parties).Any(supported.Contains) || TargetsOf(t.Parties).Any(followed.Contains)).Select(t => t.Spread).ToHashSet();
    }

    private static IEnumerable<Guid> MattersOf(MatterParties parties) => parties.Merged.Append(parties.Matter);

    private static IEnumerable<string> TargetsOf(MatterParties parties) => MattersOf(parties).Select(Follow.OfMatter)
        .Concat(AreaCode.PathOf(parties.Area).SelectMany(area => new[] { Follow.OfArea(area, null), Follow.OfArea(area, parties.Category) })).Distinct();

    /// <summary>Who follows the matter, what was merged into it, an area around it, or its kind in one of these.</summary>
    public async Task<IReadOnlyList<(Guid Follow, Recipient Recipient)>> Followers(MatterParties parties, Guid? after, int atMost, CancellationToken ct)
    {
        var targets = TargetsOf(parties).ToList();
        var from = after ?? Guid.Empty;
        var found = await db.Set<Follow>().AsNoTracking().Where(f => targets.Contains(f.Target) && f.ConfirmedAt != null && f.Id.CompareTo(from) > 0)
            .OrderBy(f => f.Id).Take(atMost).ToListAsync(ct);
        return [.. found.Select(f => (f.Id, new Recipient(f.Who, f.Account) { Mail = f.Mail, English = f.English }))];
    }

    private async Task<IReadOnlyList<Recipient>> Handlers(MatterParties parties, CancellationToken ct)
    {
        if (parties.Handler is { } handler) return Accounts([handler]);
        return parties.LeadUnit is { } unit ? await Nearest(MattersPermissions.Handle, parties.Area, ct, unit) : [];
    }

    /// <summary>A unit without a head is answered for by all who work in it.</summary>
    private async Task<IReadOnlyList<Recipient>> Heads(string? of, MatterParties parties, CancellationToken ct)
    {
        if (of is not { } unit) return [];
        var heads = await Nearest(NoticesPermissions.Head, parties.Area, ct, unit);
        return heads.Count > 0 ? heads : await Nearest(MattersPermissions.Handle, parties.Area, ct, unit);
    }

    /// <summary>Who works in a called unit, and who answers for it.</summary>
    private async Task<IReadOnlyList<Recipient>> Called(string? unit, MatterParties parties, CancellationToken ct)
    {
        if (unit is null) return [];
        var staff = await Nearest(MattersPermissions.Handle, parties.Area, ct, unit);
        return [.. staff.Concat(await Nearest(NoticesPermissions.Head, parties.Area, ct, unit)).DistinctBy(r => r.Who)];
    }

    private async Task<IReadOnlyList<Recipient>> Panel(MatterParties parties, CancellationToken ct)
    {
        var members = new List<Recipient>();
        foreach (var unit in parties.Panel) members.AddRange(await Heads(unit, parties, ct));
        return [.. members.DistinctBy(r => r.Who)];
    }

    /// <summary>
    /// Who supervises one level up: never below the unit that has the matter, and not the unit itself. Where nobody serves so high,
    /// the nearest who may supervise at all hear of it, so that no breach is told to nobody.
    /// </summary>
    private async Task<IReadOnlyList<Recipient>> Above(MatterParties parties, CancellationToken ct)
    {
        var unit = parties.LeadUnit is { } code ? units.Find(code) : null;
        var area = unit is not null && parties.LevelAbove.StartsWith(unit.Area, StringComparison.Ordinal) ? unit.Area : parties.LevelAbove;
        var own = unit is null ? [] : (await staff.Holding(MattersPermissions.Supervise, parties.Area, unit.Code, ct)).Select(h => h.Account).ToHashSet();
        var above = (await staff.Holding(MattersPermissions.Supervise, area, null, ct)).Where(h => !own.Contains(h.Account)).ToList();
        return above.Count > 0 ? Accounts(NearestOf(above)) : await Nearest(MattersPermissions.Supervise, parties.Area, ct);
    }

    /// <summary>Nobody decides on their own request; where nobody else may, they learn at least that it waits.</summary>
    private static IReadOnlyList<Recipient> Others(IReadOnlyList<Recipient> found, Guid? asker) =>
        found.Where(r => r.Account != asker).ToList() is { Count: > 0 } others ? others : found;

    private async Task<IReadOnlyList<Recipient>> Nearest(string permission, string area, CancellationToken ct, string? unit = null) =>
        Accounts(NearestOf(await staff.Holding(permission, area, unit, ct)));

    private static IEnumerable<Guid> NearestOf(IReadOnlyList<Holder> holders) =>
        holders.TakeWhile(holder => holder.Area == holders[0].Area).Take(MostStaff).Select(holder => holder.Account);

    private async Task<IReadOnlyList<Recipient>> Robots(MatterParties parties, CancellationToken ct)
    {
        robots ??= await db.Set<Robot>().AsNoTracking().Where(r => r.Enabled).OrderBy(r => r.Id).ToListAsync(ct);
        return [.. robots.Where(r => parties.Area.StartsWith(r.Area, StringComparison.Ordinal)).Select(r => new Recipient(Who.Robot(r.Id)) { English = r.English })];
    }

    private Recipient? Reporter(MatterVoice voice)
    {
        if (voice.Account is { } account) return new Recipient(Who.Account(account), account) { Number = voice.Number, Phone = voice.Phone };
        return Phones.Normal(voice.Phone) is { Length: > 0 } phone ? new Recipient(Who.Phone(crypto, phone)) { Number = voice.Number, Phone = phone } : null;
    }

    private static IReadOnlyList<Recipient> Accounts(IEnumerable<Guid> accounts) => [.. accounts.Select(account => new Recipient(Who.Account(account), account))];
}
