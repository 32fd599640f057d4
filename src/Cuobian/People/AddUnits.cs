using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Cuobian.People.Organisation;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>An administrator adds units, all or none; units that already exist just so are left alone.</summary>
internal sealed class AddUnits(CuobianDb db, Actor actor, UnitDirectory directory, IActLedger ledger)
{
    /// <summary>One unit to add; parents come before their children or exist already.</summary>
    public sealed record NewUnit(string Code, string Name, string Type, string Area, string? Parent, string? OfficePhone = null);

    /// <summary>The units and the first day on which they exist.</summary>
    public sealed record Form(IReadOnlyList<NewUnit> Units, DateOnly ValidFrom);

    /// <summary>Returns how many were added.</summary>
    public async Task<int> Run(Form form, CancellationToken ct)
    {
        foreach (var area in form.Units.Select(u => u.Area).Distinct()) Require(area);
        var types = await db.UnitTypes.AsNoTracking().ToDictionaryAsync(t => t.Code, ct);
        var known = await db.Units.AsNoTracking().ToDictionaryAsync(u => u.Code, ct);
        var faults = new Faults();
        var added = new List<StoredUnit>();
        foreach (var (unit, row) in form.Units.Select((unit, row) => (unit, row)))
        {
            if (known.TryGetValue(unit.Code, out var there))
            {
                faults.If(!Same(there, unit), $"units[{row}].code", "people.unit_code_taken", unit.Code);
                continue;
            }
            Check(unit, $"units[{row}]", form.ValidFrom, types, known, faults);
            var stored = Store(unit, form.ValidFrom);
            known.Add(stored.Code, stored);
            added.Add(stored);
        }
        faults.Throw();

        db.AddRange(added);
        db.TellWhenStored(UnitDirectory.Changed);
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(ActNames.UnitsAdded, "units", new { Units = added.Select(u => u.Code).Take(100), added.Count }, ct);
            return true;
        }, ct);
        await directory.Load(db, ct);
        return added.Count;
    }

    private void Require(string area)
    {
        if (!actor.May(PeoplePermissions.Manage, area)) actor.Require(PeoplePermissions.Organise, area);
    }

    private static void Check(NewUnit unit, string row, DateOnly from, Dictionary<string, StoredUnitType> types, Dictionary<string, StoredUnit> known, Faults faults)
    {
        var type = types.GetValueOrDefault(unit.Type);
        var level = Areas.LevelOf(unit.Area);
        faults
            .Required(unit.Code, $"{row}.code").AtMost(unit.Code, 40, $"{row}.code")
            .Required(unit.Name, $"{row}.name").AtMost(unit.Name, 100, $"{row}.name")
            .If(type is null, $"{row}.type", "people.unit_type_unknown", unit.Type)
            .If(level is null, $"{row}.area", "people.area_malformed", unit.Area)
            .If(type is not null && level is { } at && !type.Levels.Contains(at), $"{row}.area", "people.unit_level_wrong", unit.Type, unit.Area)
            .AtMost(unit.OfficePhone, Limit.Phone, $"{row}.officePhone");
        if (type is not null) UnitTree.CheckParent(faults, $"{row}.parent", type, unit.Area, unit.Parent, unit.Parent is null ? null : known.GetValueOrDefault(unit.Parent), from);
        else faults.If(unit.Parent is not null && !known.ContainsKey(unit.Parent), $"{row}.parent", "people.unit_unknown", unit.Parent ?? "");
    }

    private static StoredUnit Store(NewUnit unit, DateOnly validFrom) => new()
    {
        Code = unit.Code,
        Name = unit.Name.Trim(),
        Type = unit.Type,
        Level = Areas.LevelOf(unit.Area) ?? AreaLevel.City,
        Area = unit.Area,
        Parent = unit.Parent,
        OfficePhone = string.IsNullOrWhiteSpace(unit.OfficePhone) ? null : unit.OfficePhone.Trim(),
        ValidFrom = validFrom,
    };

    private static bool Same(StoredUnit there, NewUnit unit) =>
        (there.Name, there.Type, there.Area, there.Parent) == (unit.Name.Trim(), unit.Type, unit.Area, unit.Parent);
}
