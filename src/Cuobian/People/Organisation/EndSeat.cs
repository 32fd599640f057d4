using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>Somebody leaves a seat; that they had it stays.</summary>
internal sealed class EndSeat(CuobianDb db, Reach reach, TimeProvider time, IActLedger ledger)
{
    /// <summary>The first day without it; today when left out.</summary>
    public sealed record Form(DateOnly? On = null);

    public static void Map(IEndpointRouteBuilder people) =>
        people.MapPost("/seats/{id:guid}/end", async (Guid id, Form? form, EndSeat end, CancellationToken ct) =>
            await end.Run(id, form ?? new(), ct) ? Results.NoContent() : Results.NotFound()).WithSummary("End a seat in a unit.");

    public async Task<bool> Run(Guid id, Form form, CancellationToken ct)
    {
        if (await db.Seats.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } seat) return false;
        reach.RequireChange(await db.Units.Where(u => u.Code == seat.Unit).Select(u => u.Area).SingleAsync(ct));
        var on = form.On ?? time.Today();
        new Faults().If(on < seat.From, "on", "people.day_before", seat.From.Written()).Throw();
        seat.To = on;
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(OrganisationActs.SeatEnded, seat.Account.ToString(), new { seat.Unit, On = on }, ct);
            return true;
        }, ct);
        return true;
    }
}
