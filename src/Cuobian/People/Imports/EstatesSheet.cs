using System.Globalization;
using Cuobian.Data;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.People.Organisation;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Imports;

/// <summary>Estates of the communities with their branches, or who closes the gap by when.</summary>
internal sealed class EstatesSheet(CuobianDb db, Actor actor, Reach reach, IPlaces places, TimeProvider time) : PeopleSheet
{
    public override string Name => "estates";

    public override IReadOnlyList<string> Columns => ["community", "estate", "households", "from", "branch", "evidence", "owner", "due"];

    public override IReadOnlyList<string> Needed => ["community", "estate"];

    protected override string Permission => PeoplePermissions.Organise;

    public override void RequireRight() => actor.RequireSomewhere(Permission);

    public override async Task<SheetPlan> Check(IReadOnlyList<SheetLine> lines, Faults faults, CancellationToken ct)
    {
        var branches = await db.Units.AsNoTracking().Where(u => u.Type == PartyChain.Branch).ToDictionaryAsync(u => u.Code, ct);
        var logins = lines.Select(l => Account.Normal(l["owner"])).Where(l => l.Length > 0).Distinct().ToList();
        var owners = await db.Accounts.AsNoTracking().Where(a => EF.Parameter(logins).Contains(a.Login) && !a.Disabled).ToDictionaryAsync(a => a.Login, a => a.Id, ct);
        var communities = lines.Select(l => l["community"]).Distinct().ToList();
        var known = (await db.Estates.Include(e => e.Entries).Where(e => e.ValidTo == null && EF.Parameter(communities).Contains(e.Community)).ToListAsync(ct)).ToDictionary(e => (e.Community, e.Name));
        var seen = new Dictionary<(string, string), int>();
        foreach (var line in lines)
        {
            var key = (line["community"], line["estate"]);
            CheckLine(line, known.GetValueOrDefault(key), branches, owners, faults);
            faults.If(!seen.TryAdd(key, line.Number), line.Field("estate"), "people.sheet_twice", line["estate"], seen[key]);
        }
        var fresh = lines.Where(l => !known.ContainsKey((l["community"], l["estate"]))).ToList();
        var changed = lines.Except(fresh).Where(l => !Same(known[(l["community"], l["estate"])], l, owners)).ToList();
        return new SheetPlan(fresh.Count, changed.Count, lines.Count - fresh.Count - changed.Count, tell =>
        {
            var act = new EstateAct(time.GetUtcNow(), actor.Account);
            foreach (var (done, line) in fresh.Concat(changed).Index())
            {
                Take(line, known.GetValueOrDefault((line["community"], line["estate"])), owners, act);
                tell(done + 1);
            }
            return Task.CompletedTask;
        });
    }

    public override async Task<IReadOnlyList<IReadOnlyList<object?>>> Export(CancellationToken ct)
    {
        var estates = await db.Estates.AsNoTracking().Include(e => e.Entries).Where(e => e.ValidTo == null).OrderBy(e => e.Community).ThenBy(e => e.Name).ToListAsync(ct);
        var ids = estates.Select(e => e.Owner).OfType<Guid>().Distinct().ToList();
        var logins = await db.Accounts.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Login, ct);
        return [.. estates.Where(e => reach.MayRead(e.Community)).Select(e => (IReadOnlyList<object?>)[
            e.Community, e.Name, e.Households, e.ValidFrom.Written(), e.Branch, e.Branch is null ? null : e.Entries.Where(l => l.Step == EstateStep.Covered).MaxBy(l => l.Seq)?.Words,
            e.Owner is { } owner ? logins[owner] : null, e.Due?.Written()])];
    }

    private void CheckLine(SheetLine line, Estate? known, Dictionary<string, StoredUnit> branches, Dictionary<string, Guid> owners, Faults faults)
    {
        var branch = branches.GetValueOrDefault(line["branch"]);
        var due = Day(line, "due", faults);
        Day(line, "from", faults);
        faults
            .If(places.Find(line["community"]) is not { Level: AreaLevel.Community }, line.Field("community"), "people.community_unknown", line["community"])
            .If(!actor.May(PeoplePermissions.Organise, line["community"]), line.Field("community"), "people.area_not_yours", line["community"])
            .Required(line["estate"], line.Field("estate")).AtMost(line["estate"], Limit.Name, line.Field("estate"))
            .If(line["households"].Length > 0 && Households(line) is not (>= 1 and <= 100_000), line.Field("households"), "people.households_wrong")
            .If(line["branch"].Length > 0 && (branch is not { ValidTo: null } || !branch.Area.StartsWith(line["community"], StringComparison.Ordinal)), line.Field("branch"), "people.branch_wrong", line["branch"])
            .If(line["branch"].Length > 0 && known?.Branch is null && line["evidence"].Length == 0, line.Field("evidence"), "required")
            .AtMost(line["evidence"], Limit.Words, line.Field("evidence"))
            .If(known?.Branch is { } has && has != line["branch"], line.Field("branch"), "people.estate_covered", line["estate"])
            .If(line["owner"].Length > 0 && !owners.ContainsKey(Account.Normal(line["owner"])), line.Field("owner"), "people.account_unknown", line["owner"])
            .If(line["owner"].Length > 0 && line["due"].Length == 0, line.Field("due"), "required")
            .If(due is not null && line["owner"].Length == 0, line.Field("owner"), "required");
    }

    private static int? Households(SheetLine line) => int.TryParse(line["households"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool Same(Estate estate, SheetLine line, Dictionary<string, Guid> owners) =>
        estate.Households == Households(line) && estate.Branch == line.Text("branch")
        && (estate.Branch is not null || (estate.Owner, estate.Due) == (Owner(line, owners), Days.Read(line["due"])));

    private static Guid? Owner(SheetLine line, Dictionary<string, Guid> owners) => owners.TryGetValue(Account.Normal(line["owner"]), out var owner) ? owner : null;

    private void Take(SheetLine line, Estate? known, Dictionary<string, Guid> owners, EstateAct act)
    {
        var estate = known ?? Estate.Add(line["community"], line["estate"], Households(line), Days.Read(line["from"]) ?? time.Today(), act);
        if (known is null) db.Add(estate);
        else estate.Change(line["estate"], Households(line), act);
        if (estate.Branch is not null) return;
        if (Owner(line, owners) is { } owner && Days.Read(line["due"]) is { } due && (estate.Owner, estate.Due) != (owner, due)) estate.Assign(owner, due, null, act);
        if (line.Text("branch") is { } branch) estate.Cover(branch, line["evidence"], [], act);
    }
}
