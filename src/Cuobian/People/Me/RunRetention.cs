using System.Text;
using System.Text.Json;
using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Me;

/// <summary>Lets go of what has been kept long enough, in small transactions, and writes for each one a proof into the ledger: what kind, how many, before when, and a hash over the ids.</summary>
public sealed class RunRetention(
    CuobianDb db, Actor actor, IEnumerable<IPersonalRecords> records, ForgetPerson forget, IActLedger ledger, ICryptoProvider crypto, IConfiguration settings, TimeProvider time, ILogger<RunRetention> log)
{
    public const int Batch = 500;
    private const long Turn = 0x526574656E74;
    private const int MostProofs = 100;

    /// <summary>What a run did, or would do, for one kind.</summary>
    public sealed record Done(PersonalKind Kind, int Days, DateTimeOffset Before, int Count);

    /// <summary>One deletion as the ledger proves it.</summary>
    public sealed record Proof(long Seq, DateTimeOffset At, string Kind, int Count, DateTimeOffset Before, string Ids);

    /// <summary>What the ledger keeps of a deletion; the ids themselves are gone with what they named.</summary>
    internal sealed record ProofFacts(int Count, DateTimeOffset Before, string Ids);

    /// <summary>How long a kind is kept here: the setting <c>Retention:…</c> in days if there is one, never less than what must be kept.</summary>
    public int DaysOf(PersonalKind kind) => Math.Max(settings.GetValue($"Retention:{kind.Code}", kind.KeepDays!.Value), kind.MustDays ?? 1);

    /// <summary>What is past its time now; nothing is erased.</summary>
    public async Task<IReadOnlyList<Done>> Look(CancellationToken ct)
    {
        MayRead();
        var found = new List<Done>();
        foreach (var (module, kind) in Timed())
        {
            var before = time.GetUtcNow().AddDays(-DaysOf(kind));
            found.Add(new Done(kind, DaysOf(kind), before, await module.CountPast(kind.Code, before, ct)));
        }
        return found;
    }

    public async Task<IReadOnlyList<Done>> Run(CancellationToken ct)
    {
        if (!actor.IsSystem) actor.RequireSomewhere(PeoplePermissions.Privacy);
        var done = new List<Done>();
        foreach (var (module, kind) in Timed())
        {
            var before = time.GetUtcNow().AddDays(-DaysOf(kind));
            done.Add(new Done(kind, DaysOf(kind), before, await Forget(module, kind, before, ct)));
        }
        await KeepPromises(ct);
        return done;
    }

    /// <summary>The latest proofs, from the ledger that <c>./cuobian audit verify</c> checks.</summary>
    public async Task<IReadOnlyList<Proof>> Proofs(CancellationToken ct)
    {
        MayRead();
        var kinds = Timed().Select(t => t.Kind.Code).ToList();
        var lines = await db.Acts.AsNoTracking().Where(l => kinds.Contains(l.Subject) && l.Act == ActNames.RetentionErased).OrderByDescending(l => l.Seq).Take(MostProofs).ToListAsync(ct);
        return [.. lines.Select(l => (Line: l, Facts: JsonSerializer.Deserialize<ProofFacts>(l.Details!, JsonSerializerOptions.Web)!))
            .Select(p => new Proof(p.Line.Seq, p.Line.At, p.Line.Subject, p.Facts.Count, p.Facts.Before, p.Facts.Ids))];
    }

    /// <summary>The hash over the ids, sorted, one a line: who still has a list of them can check it.</summary>
    public static string HashOf(string algorithm, IEnumerable<string> ids) =>
        $"{algorithm}:{Convert.ToHexStringLower(Digest.Of(algorithm, Encoding.UTF8.GetBytes(string.Join('\n', ids.Order(StringComparer.Ordinal)))))}";

    /// <summary>One kind in trouble does not hold up the others; what was erased until then stays proved.</summary>
    private async Task<int> Forget(IPersonalRecords module, PersonalKind kind, DateTimeOffset before, CancellationToken ct)
    {
        var all = 0;
        try
        {
            while (await OneBatch(module, kind, before, ct) is > 0 and var count)
            {
                all += count;
                if (count < Batch) break;
            }
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(failure, "Retention of {Kind} stopped after {Count} and will be tried again", kind.Code, all);
        }
        db.ChangeTracker.Clear();
        return all;
    }

    private async Task<int> OneBatch(IPersonalRecords module, PersonalKind kind, DateTimeOffset before, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        return await db.InOneTransaction(async () =>
        {
            // Of two nodes that come at the same moment the second finds nothing left, and proves nothing twice.
            await db.TakeTurn(Turn, ct);
            var ids = await module.Forget(kind.Code, before, Batch, ct);
            if (ids.Count > 0) await ledger.Write(ActNames.RetentionErased, kind.Code, new ProofFacts(ids.Count, before, HashOf(crypto.Digest, ids)), ct);
            return ids.Count;
        }, ct);
    }

    /// <summary>What somebody asked for and had to wait for is erased when its day has come.</summary>
    private async Task KeepPromises(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var id in await db.Set<Erasure>().Where(e => e.State == ErasureState.Granted && e.NextAt <= now).OrderBy(e => e.NextAt).Select(e => e.Id).Take(Batch).ToListAsync(ct))
        {
            db.ChangeTracker.Clear();
            await db.InOneTransaction(async () =>
            {
                await forget.Run(await db.Set<Erasure>().SingleAsync(e => e.Id == id, ct), granted: true, ct);
                return true;
            }, ct);
        }
    }

    private IEnumerable<(IPersonalRecords Module, PersonalKind Kind)> Timed() =>
        records.SelectMany(module => module.Kinds.Where(k => k.KeepDays is not null).Select(kind => (module, kind)));

    private void MayRead()
    {
        if (!actor.MaySomewhere(PeoplePermissions.Audit)) actor.RequireSomewhere(PeoplePermissions.Privacy);
    }
}

/// <summary>Four times a day: what has been kept long enough is let go.</summary>
internal sealed class KeepRetention(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<KeepRetention> log)
    : Recurring(TimeSpan.FromHours(6), scopes, readiness, time, log)
{
    protected override Task Run(IServiceProvider scope, CancellationToken ct) => scope.GetRequiredService<RunRetention>().Run(ct);
}
