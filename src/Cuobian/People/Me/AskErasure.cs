using System.Security.Cryptography;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Me;

/// <summary>Somebody asks to be forgotten, and reads the answer later, also without the account that is gone.</summary>
public sealed class AskErasure(
    CuobianDb db, Actor actor, ForgetPerson forget, IWorkDays days, IDataProtectionProvider protection, IActLedger ledger, TimeProvider time)
{
    public const int LongestWords = 1000;
    private readonly IDataProtector protector = protection.CreateProtector("Cuobian.Erasure");

    /// <summary>The word that was typed to be sure, and why if somebody wants to say.</summary>
    public sealed record Form(bool Sure, string? Words);

    /// <summary>How a request stands; the slip opens it without signing in.</summary>
    public sealed record Answer(string Slip, ErasureState State, DateTimeOffset AskedAt, DateTimeOffset DueAt, DateTimeOffset? DecidedAt, string? Words, IReadOnlyList<ErasedLine> Lines);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/erasure", async (Form? form, AskErasure ask, CancellationToken ct) => Results.Ok(await ask.Run(form ?? new(false, null), ct)))
            .WithTags("My data").WithSummary("Ask for everything about me to be erased; what must stay is named with its reason and date.");

    public async Task<Answer> Run(Form form, CancellationToken ct)
    {
        var me = actor.Account ?? throw new Denied("me");
        var words = form.Words?.Trim();
        new Faults().If(!form.Sure, "sure", "people.erasure_sure").AtMost(words, LongestWords, "words").Throw();
        var now = time.GetUtcNow();
        Refused.If(await db.Set<Erasure>().AnyAsync(e => e.Account == me && e.State == ErasureState.Waiting, ct), "people.erasure_waits");
        // A calendar that does not reach so far is no excuse: then days count as days.
        var erasure = Erasure.Ask(me, string.IsNullOrEmpty(words) ? null : words, now, days.After(now, Erasure.WorkingDays) ?? now.AddDays(Erasure.WorkingDays));
        await db.InOneTransaction(async () =>
        {
            db.Add(erasure);
            await db.SaveChangesAsync(ct);
            await ledger.Write(ActNames.ErasureAsked, me.ToString(), new { Request = erasure.Id }, ct);
            await forget.Run(erasure, granted: false, ct);
            return true;
        }, ct);
        return Of(erasure);
    }

    /// <summary>The answer behind a slip; null when the slip is not ours.</summary>
    public async Task<Answer?> Read(string slip, CancellationToken ct)
    {
        try
        {
            var id = Guid.Parse(protector.Unprotect(slip));
            return await db.Set<Erasure>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) is { } erasure ? Of(erasure) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The requests of the reader, the latest first.</summary>
    public async Task<IReadOnlyList<Answer>> Mine(CancellationToken ct)
    {
        var me = actor.Account ?? throw new Denied("me");
        return [.. (await db.Set<Erasure>().AsNoTracking().Where(e => e.Account == me).OrderByDescending(e => e.Id).ToListAsync(ct)).Select(Of)];
    }

    private Answer Of(Erasure e) => new(protector.Protect(e.Id.ToString()), e.State, e.AskedAt, e.DueAt, e.DecidedAt, e.Answer, e.Lines);
}
