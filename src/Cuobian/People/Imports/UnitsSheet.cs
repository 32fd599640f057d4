using Cuobian.Data;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.People.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Imports;

/// <summary>Units: new ones begin, known ones get another name, parent or phone, and keep what they were.</summary>
internal sealed class UnitsSheet(CuobianDb db, Actor actor, Reach reach, UnitDirectory directory, TimeProvider time) : PeopleSheet
{
    public override string Name => "units";

    public override IReadOnlyList<string> Columns => ["code", "name", "type", "area", "parent", "office_phone", "from", "to"];

    public override IReadOnlyList<string> Needed => ["code", "name", "type", "area"];

    protected override string Permission => PeoplePermissions.Organise;

    public override void RequireRight() => actor.RequireSomewhere(Permission);

    public override async Task<SheetPlan> Check(IReadOnlyList<SheetLine> lines, Faults faults, CancellationToken ct)
    {
        var types = await db.UnitTypes.AsNoTracking().ToDictionaryAsync(t => t.Code, ct);
        var known = await db.Units.ToDictionaryAsync(u => u.Code, ct);
        var rows = Read(lines, types, faults);
        var all = known.ToDictionary(k => k.Key, k => k.Value);
        foreach (var row in rows) all[row.Unit.Code] = row.Unit;
        var today = time.Today();
        foreach (var (line, unit) in rows)
        {
            faults.If(!actor.May(PeoplePermissions.Organise, unit.Area), line.Field("area"), "people.area_not_yours", unit.Area);
            var above = unit.Parent is null ? null : all.GetValueOrDefault(unit.Parent);
            UnitTree.CheckParent(faults, line.Field("parent"), types[unit.Type], unit.Area, unit.Parent, above, unit.ValidTo is null ? today : unit.ValidFrom);
            faults.If(IsBelowItself(unit, all), line.Field("parent"), "people.unit_parent_circle", unit.Name);
            if (known.TryGetValue(unit.Code, out var there)) CheckKnown(line, there, unit, faults);
        }
        var added = rows.Where(r => !known.ContainsKey(r.Unit.Code)).Select(r => r.Unit).ToList();
        var changed = rows.Where(r => known.TryGetValue(r.Unit.Code, out var there) && !Same(there, r.Unit)).Select(r => r.Unit).ToList();
        return new SheetPlan(added.Count, changed.Count, rows.Count - added.Count - changed.Count, tell =>
        {
            db.TellWhenStored(UnitDirectory.Changed);
            db.AddRange(added);
            foreach (var unit in changed) Change(known[unit.Code], unit);
            tell(lines.Count);
            return Task.CompletedTask;
        });
    }

    public override async Task<IReadOnlyList<IReadOnlyList<object?>>> Export(CancellationToken ct) =>
        [.. (await db.Units.AsNoTracking().OrderBy(u => u.Code).ToListAsync(ct)).Where(u => reach.MayRead(u.Area))
            .Select(u => (IReadOnlyList<object?>)[u.Code, u.Name, u.Type, u.Area, u.Parent, u.OfficePhone, u.ValidFrom.Written(), u.ValidTo?.Written()])];

    public override Task Settle(CancellationToken ct) => directory.Load(db, ct);

    private List<(SheetLine Line, StoredUnit Unit)> Read(IReadOnlyList<SheetLine> lines, Dictionary<string, StoredUnitType> types, Faults faults)
    {
        var rows = new List<(SheetLine, StoredUnit)>();
        var seen = new Dictionary<string, int>();
        foreach (var line in lines)
        {
            var (type, level) = (types.GetValueOrDefault(line["type"]), Areas.LevelOf(line["area"]));
            var (from, to) = (Day(line, "from", faults), Day(line, "to", faults));
            faults
                .Required(line["code"], line.Field("code")).AtMost(line["code"], 40, line.Field("code"))
                .Required(line["name"], line.Field("name")).AtMost(line["name"], Limit.Name, line.Field("name"))
                .AtMost(line["office_phone"], Limit.Phone, line.Field("office_phone"))
                .If(type is null, line.Field("type"), "people.unit_type_unknown", line["type"])
                .If(level is null, line.Field("area"), "people.area_malformed", line["area"])
                .If(type is not null && level is { } at && !type.Levels.Contains(at), line.Field("area"), "people.unit_level_wrong", line["type"], line["area"])
                .If(to < from, line.Field("to"), "people.day_before", from?.Written() ?? "")
                .If(!seen.TryAdd(line["code"], line.Number), line.Field("code"), "people.sheet_twice", line["code"], seen[line["code"]]);
            if (type is null || level is null || line["code"].Length == 0) continue;
            rows.Add((line, new StoredUnit
            {
                Code = line["code"],
                Name = line["name"],
                Type = type.Code,
                Level = level.Value,
                Area = line["area"],
                Parent = line.Text("parent"),
                OfficePhone = line.Text("office_phone"),
                ValidFrom = from ?? time.Today(),
                ValidTo = to,
            }));
        }
        return rows;
    }

    private static void CheckKnown(SheetLine line, StoredUnit there, StoredUnit unit, Faults faults) => faults
        .If((there.Type, there.Area) != (unit.Type, unit.Area), line.Field("code"), "people.unit_code_taken", unit.Code)
        .If(there.ValidTo is not null && !Same(there, unit), line.Field("code"), "people.unit_closed", there.Name)
        .If(there.ValidTo is null && unit.ValidTo is not null, line.Field("to"), "people.sheet_close_on_page", there.Name);

    private void Change(StoredUnit there, StoredUnit unit)
    {
        db.Add(UnitPast.Of(there, time.GetUtcNow(), actor.Account));
        (there.Name, there.Parent, there.OfficePhone) = (unit.Name, unit.Parent, unit.OfficePhone);
    }

    private static bool Same(StoredUnit there, StoredUnit unit) =>
        (there.Name, there.Parent, there.OfficePhone, there.ValidTo) == (unit.Name, unit.Parent, unit.OfficePhone, unit.ValidTo);

    private static bool IsBelowItself(StoredUnit unit, Dictionary<string, StoredUnit> all)
    {
        var seen = new HashSet<string>();
        for (var at = unit.Parent; at is not null && seen.Add(at); at = all.GetValueOrDefault(at)?.Parent)
            if (at == unit.Code) return true;
        return false;
    }
}
