using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>Closes a unit from a day on: its seats end, estates lose it as their branch, and everything stays readable.</summary>
internal sealed class CloseUnit(CuobianDb db, Actor actor, Reach reach, UnitDirectory directory, TimeProvider time, IActLedger ledger)
{
    public sealed class Form
    {
        /// <summary>The first day without it, today or earlier; today when left out.</summary>
        public DateOnly? On { get; set; }
    }

    public static void Map(IEndpointRouteBuilder people) =>
        people.MapPost("/units/{code}/close", async (string code, Form? form, CloseUnit close, CancellationToken ct) =>
            await close.Run(code, form ?? new(), ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Close a unit; its history stays.");

    public async Task<bool> Run(string code, Form form, CancellationToken ct)
    {
        if (await db.Units.SingleOrDefaultAsync(u => u.Code == code, ct) is not { } unit) return false;
        reach.RequireChange(unit.Area);
        var (today, on) = (time.Today(), form.On ?? time.Today());
        new Faults().If(on > today, "on", "people.day_ahead").If(on < unit.ValidFrom, "on", "people.day_before", unit.ValidFrom.Written()).Throw();
        Refused.If(unit.ValidTo is not null, "people.unit_closed", unit.Name);
        var below = await db.Units.Where(u => u.Parent == code && u.Code != code && (u.ValidTo == null || u.ValidTo > on)).Select(u => u.Name).FirstOrDefaultAsync(ct);
        Refused.If(below is not null, "people.unit_has_children", below ?? "");

        unit.ValidTo = on;
        foreach (var seat in await db.Seats.Where(s => s.Unit == code && (s.To == null || s.To > on)).ToListAsync(ct)) seat.To = on < seat.From ? seat.From : on;
        var act = new EstateAct(time.GetUtcNow(), actor.Account);
        foreach (var estate in await db.Estates.Include(e => e.Entries).Where(e => e.Branch == code).ToListAsync(ct)) estate.Lose(unit.Name, act);
        db.TellWhenStored(UnitDirectory.Changed);
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(OrganisationActs.UnitClosed, code, new { On = on }, ct);
            return true;
        }, ct);
        await directory.Load(db, ct);
        return true;
    }
}
