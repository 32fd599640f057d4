using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>Somebody with an account takes a seat in a unit, beside any other seats they hold.</summary>
internal sealed class TakeSeat(CuobianDb db, Reach reach, TimeProvider time, IActLedger ledger)
{
    public sealed class Form
    {
        public string? Login { get; set; }
        public string? Title { get; set; }
        public bool Heads { get; set; }
        public DateOnly? From { get; set; }
        public DateOnly? To { get; set; }
    }

    public static void Map(IEndpointRouteBuilder people) =>
        people.MapPost("/units/{code}/seats", async (string code, Form? form, TakeSeat take, CancellationToken ct) =>
            await take.Run(code, form ?? new(), ct) is { } seat ? Results.Json(new { seat.Id }, statusCode: StatusCodes.Status201Created) : Results.NotFound())
            .WithSummary("Seat somebody in a unit.");

    public async Task<Seat?> Run(string code, Form form, CancellationToken ct)
    {
        if (await db.Units.AsNoTracking().SingleOrDefaultAsync(u => u.Code == code, ct) is not { } unit) return null;
        reach.RequireChange(unit.Area);
        var from = form.From ?? time.Today();
        var login = Account.Normal(form.Login ?? "");
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Login == login && !a.Disabled, ct);
        new Faults()
            .Required(form.Login, "login").If(login.Length > 0 && account is null, "login", "people.account_unknown", login)
            .Required(form.Title, "title").AtMost(form.Title, Limit.Name, "title")
            .If(form.To <= from, "to", "people.day_before", from.Written())
            .If(from < unit.ValidFrom, "from", "people.day_before", unit.ValidFrom.Written())
            .Throw();
        Refused.If(unit.ValidTo is not null, "people.unit_closed", unit.Name);
        if (form.Heads) await MustBeFree(code, from, form.To, ct);

        var seat = new Seat { Id = Guid.CreateVersion7(time.GetUtcNow()), Account = account!.Id, Unit = code, Title = form.Title!.Trim(), Heads = form.Heads, From = from, To = form.To };
        db.Add(seat);
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(OrganisationActs.SeatTaken, account.Id.ToString(), new { seat.Unit, seat.Heads, seat.From, seat.To }, ct);
            return true;
        }, ct);
        return seat;
    }

    private async Task MustBeFree(string unit, DateOnly from, DateOnly? to, CancellationToken ct)
    {
        var heads = await db.Seats.AsNoTracking().Where(s => s.Unit == unit && s.Heads).ToListAsync(ct);
        if (heads.FirstOrDefault(h => h.Meets(from, to)) is not { } other) return;
        var name = (await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == other.Account, ct)).Name;
        throw new Refused("people.unit_has_head", name);
    }
}
