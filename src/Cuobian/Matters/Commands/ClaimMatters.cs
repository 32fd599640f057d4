using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Somebody who signed in takes matters they reported before, by number and code, into their account.</summary>
public sealed class ClaimMatters(CuobianDb db, Actor actor, IAccessLedger access)
{
    private const int Most = 50;
    private const int LongestPart = 24;

    /// <summary>What is held in hand.</summary>
    public sealed record Form(IReadOnlyList<Held> Matters);

    /// <summary>A number with its code.</summary>
    public sealed record Held(string? Number, string? Code);

    /// <summary>How many belong to the account now that did not before.</summary>
    public sealed record Answer(int Claimed);

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/claim", async (Form? form, ClaimMatters claim, CancellationToken ct) =>
            Results.Ok(new Answer(await claim.Run([.. (form?.Matters ?? []).Select(m => new NumberAndCode(m.Number ?? "", m.Code ?? ""))], ct))))
            .WithSummary("Take matters that were reported without an account into the account, by number and code.");

    public async Task<int> Run(IReadOnlyCollection<NumberAndCode> held, CancellationToken ct)
    {
        if (actor.Account is not { } me) throw new Denied(nameof(ClaimMatters));
        new Faults().If(held.Count > Most || held.Any(h => h.Number.Length > LongestPart || h.Code.Length > LongestPart), "matters", "matters.mine_track_wrong").Throw();
        var codes = held.DistinctBy(h => h.Number).ToDictionary(h => h.Number, h => h.Code);
        var numbers = codes.Keys.ToList();
        return await db.InOneTransaction(async () =>
        {
            // What belongs to somebody stays theirs, whoever else knows the code.
            var free = await (
                from m in db.Matters.AsNoTracking()
                join r in db.Reporters on m.Id equals r.MatterId
                where numbers.Contains(m.Number) && r.Account == null
                select new { m.Id, m.Number, r.CodeHash }).ToListAsync(ct);
            var claimed = 0;
            foreach (var matter in free.Where(f => Codes.Match(f.Number, codes[f.Number], f.CodeHash)))
            {
                if (await db.Reporters.Where(r => r.MatterId == matter.Id && r.Account == null).ExecuteUpdateAsync(r => r.SetProperty(x => x.Account, me), ct) == 0) continue;
                await access.Belongs(ShowAccess.Subject(matter.Number), me, ct);
                claimed++;
            }
            return claimed;
        }, ct);
    }
}
