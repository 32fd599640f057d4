using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Me;

/// <summary>The office decides what could not be erased at once, within its working days; a no needs words.</summary>
public sealed class DecideErasure(CuobianDb db, Actor actor, ForgetPerson forget, IActLedger ledger, TimeProvider time)
{
    public const int LongestAnswer = 1000;
    private const int Most = 200;

    public sealed record Form(bool Grant, string? Answer);

    /// <summary>One request as the office sees it: nothing of the data itself.</summary>
    public sealed record Line(Guid Id, ErasureState State, DateTimeOffset AskedAt, DateTimeOffset DueAt, DateTimeOffset? DecidedAt, string? Words, string? Answer, IReadOnlyList<ErasedLine> Lines);

    public static void Map(IEndpointRouteBuilder api)
    {
        var requests = api.MapGroup("/people/erasures").WithTags("People");
        requests.MapGet("", (DecideErasure decide, CancellationToken ct) => decide.Find(ct)).WithSummary("Requests for erasure; those that wait come first, the most urgent on top.");
        requests.MapPost("/{id:guid}", async (Guid id, Form? form, DecideErasure decide, CancellationToken ct) =>
            await decide.Run(id, form ?? new(false, null), ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Decide a request for erasure.");
    }

    public async Task<IReadOnlyList<Line>> Find(CancellationToken ct)
    {
        actor.RequireSomewhere(PeoplePermissions.Privacy);
        var waiting = await db.Set<Erasure>().AsNoTracking().Where(e => e.State == ErasureState.Waiting).OrderBy(e => e.DueAt).Take(Most).ToListAsync(ct);
        var decided = await db.Set<Erasure>().AsNoTracking().Where(e => e.State != ErasureState.Waiting).OrderByDescending(e => e.Id).Take(Most).ToListAsync(ct);
        return [.. waiting.Concat(decided).Select(e => new Line(e.Id, e.State, e.AskedAt, e.DueAt, e.DecidedAt, e.Words, e.Answer, e.Lines))];
    }

    public async Task<bool> Run(Guid id, Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(PeoplePermissions.Privacy);
        var answer = form.Answer?.Trim();
        new Faults().If(!form.Grant && string.IsNullOrEmpty(answer), "answer", "people.erasure_why").AtMost(answer, LongestAnswer, "answer").Throw();
        return await db.InOneTransaction(async () =>
        {
            if (await db.Set<Erasure>().SingleOrDefaultAsync(e => e.Id == id, ct) is not { } erasure) return false;
            Refused.If(erasure.Account == actor.Account, "people.erasure_own");
            erasure.Decide(form.Grant, string.IsNullOrEmpty(answer) ? null : answer, actor, time.GetUtcNow());
            await db.SaveChangesAsync(ct);
            await ledger.Write(ActNames.ErasureDecided, erasure.Account.ToString(), new { Request = erasure.Id, form.Grant }, ct);
            if (form.Grant) await forget.Run(erasure, granted: true, ct);
            return true;
        }, ct);
    }
}
