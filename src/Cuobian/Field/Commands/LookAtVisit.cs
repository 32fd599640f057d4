using Cuobian.Data;
using Cuobian.Field.Contracts;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Field;

/// <summary>Who wrote a visit down reads it again, for a purpose that stays in the ledger; or lets it go when the visited person asks for that.</summary>
public sealed class LookAtVisit(CuobianDb db, Actor actor, IAccessLedger access, IActLedger acts, TimeProvider time)
{
    public const int ShortestWords = 4;
    public const int LongestWords = 200;
    public const string Erased = "field.visit_erased";

    public sealed class Form
    {
        public AccessPurpose? Purpose { get; set; }
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder field)
    {
        field.MapPost("/visits/{id:guid}/look", async (Guid id, Form? form, LookAtVisit look, CancellationToken ct) =>
            await look.Run(id, form ?? new(), ct) is { } elements ? Results.Ok(elements) : Results.NotFound())
            .WithSummary("Read a visit you wrote, for a purpose and words that stay in the ledger.");
        field.MapPost("/visits/{id:guid}/erase", async (Guid id, LookAtVisit look, CancellationToken ct) =>
            await look.Erase(id, ct) ? Results.NoContent() : Results.NotFound())
            .WithSummary("Let a visit go before its day, because the visited person asks for it.");
    }

    public async Task<VisitElements?> Run(Guid id, Form form, CancellationToken ct)
    {
        new Faults()
            .If(form.Purpose is not { } purpose || !Enum.IsDefined(purpose), "purpose", "required")
            .If((form.Words?.Trim().Length ?? 0) < ShortestWords, "words", "field.look_words", ShortestWords)
            .AtMost(form.Words, LongestWords, "words").Throw();
        return await db.InOneTransaction(async () =>
        {
            if (await Mine(id, ct) is not { } visit) return null;
            await access.Record(new AccessNote(null, Subject(id), form.Purpose!.Value, form.Words!.Trim(), "visit"), ct);
            return visit.Elements;
        }, ct);
    }

    public async Task<bool> Erase(Guid id, CancellationToken ct) => await db.InOneTransaction(async () =>
    {
        if (await Mine(id, ct) is not { } visit) return false;
        db.Remove(visit);
        await db.SaveChangesAsync(ct);
        await acts.Write(Erased, Subject(id), null, ct);
        return true;
    }, ct);

    private async Task<Visit?> Mine(Guid id, CancellationToken ct)
    {
        actor.RequireSomewhere(FieldPermissions.Visit);
        var (me, now) = (actor.Account, time.GetUtcNow());
        return await db.Visits.SingleOrDefaultAsync(v => v.Id == id && v.By == me && v.KeepUntil > now, ct);
    }

    private static string Subject(Guid id) => $"visit:{id:N}";
}
