using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>Gives a unit another name, place in the tree or phone; what it was is kept.</summary>
internal sealed class ChangeUnit(CuobianDb db, Actor actor, Reach reach, UnitDirectory directory, TimeProvider time, IActLedger ledger)
{
    public sealed class Form
    {
        public string? Name { get; set; }
        public string? Parent { get; set; }
        public string? OfficePhone { get; set; }
    }

    public static void Map(IEndpointRouteBuilder people) =>
        people.MapPost("/units/{code}/change", async (string code, Form? form, ChangeUnit change, CancellationToken ct) =>
            await change.Run(code, form ?? new(), ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Change a unit's name, parent or office phone.");

    public async Task<bool> Run(string code, Form form, CancellationToken ct)
    {
        if (await db.Units.SingleOrDefaultAsync(u => u.Code == code, ct) is not { } unit) return false;
        reach.RequireChange(unit.Area);
        Refused.If(unit.ValidTo <= time.Today(), "people.unit_closed", unit.Name);
        var (name, parent, phone) = (form.Name?.Trim() ?? "", Empty(form.Parent), Empty(form.OfficePhone));
        await Check(unit, name, parent, phone, ct);
        if ((unit.Name, unit.Parent, unit.OfficePhone) == (name, parent, phone)) return true;

        db.Add(UnitPast.Of(unit, time.GetUtcNow(), actor.Account));
        (unit.Name, unit.Parent, unit.OfficePhone) = (name, parent, phone);
        db.TellWhenStored(UnitDirectory.Changed);
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(OrganisationActs.UnitChanged, code, new { unit.Parent }, ct);
            return true;
        }, ct);
        await directory.Load(db, ct);
        return true;
    }

    private async Task Check(StoredUnit unit, string name, string? parent, string? phone, CancellationToken ct)
    {
        var faults = new Faults().Required(name, "name").AtMost(name, Limit.Name, "name").AtMost(phone, Limit.Phone, "officePhone");
        var types = await db.UnitTypes.AsNoTracking().ToDictionaryAsync(t => t.Code, ct);
        var above = parent is null ? null : await db.Units.AsNoTracking().SingleOrDefaultAsync(u => u.Code == parent, ct);
        UnitTree.CheckParent(faults, "parent", types[unit.Type], unit.Area, parent, above, time.Today());
        if (above is not null) faults.If(await IsBelow(above, unit.Code, ct), "parent", "people.unit_parent_circle", above.Name);
        faults.Throw();
    }

    /// <summary>Does the unit stand below the other, or is it the other?</summary>
    private async Task<bool> IsBelow(StoredUnit unit, string other, CancellationToken ct)
    {
        var seen = new HashSet<string>();
        for (string? at = unit.Code; at is not null && seen.Add(at);)
        {
            if (at == other) return true;
            var here = at;
            at = await db.Units.Where(u => u.Code == here).Select(u => u.Parent).SingleOrDefaultAsync(ct);
        }
        return false;
    }

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
