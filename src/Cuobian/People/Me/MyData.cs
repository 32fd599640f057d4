using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Me;

/// <summary>Somebody sees what is kept about them and why, takes a copy with them, and puts their name right.</summary>
public sealed class MyData(CuobianDb db, Actor actor, Actors actors, IEnumerable<IPersonalRecords> records, IActLedger ledger, TimeProvider time)
{
    public const int CopiesAnHour = 3;
    public const int LongestName = 60;

    /// <summary>One kind of the register, and how many rows of it tell of the reader.</summary>
    public sealed record Kept(PersonalKind Kind, int Count);

    /// <summary>Everything that is kept, by kind, with the words of the register.</summary>
    public sealed record CopyOfMine(DateTimeOffset At, IReadOnlyList<CopiedKind> Kinds);

    public sealed record CopiedKind(string Kind, Said What, Said Purpose, Ground Ground, Said Keep, IReadOnlyList<object> Rows);

    /// <summary>What to put right. The phone is how somebody is reached and recognised, so it is not changed by typing another.</summary>
    public sealed record Form(string? Name, string? Phone = null);

    public sealed record Corrected(int Rows);

    public static void Map(IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/me").WithTags("My data");
        me.MapGet("/data", (MyData mine, CancellationToken ct) => mine.Show(ct)).WithSummary("What is kept about me, why, how long, who sees it, and how much of it there is.");
        me.MapPost("/copy", (MyData mine, CancellationToken ct) => mine.Copy(ct)).WithSummary("A copy of everything that is kept about me.");
        me.MapPost("/correct", async (Form? form, MyData mine, CancellationToken ct) => Results.Ok(await mine.Correct(form ?? new(null), ct))).WithSummary("Put my name right.");
    }

    public async Task<IReadOnlyList<Kept>> Show(CancellationToken ct)
    {
        var owner = await Me(ct);
        var kept = new List<Kept>();
        foreach (var module in records)
        {
            var rows = await module.Copy(owner, ct);
            kept.AddRange(module.Kinds.Where(k => k.IsOfPeople).Select(kind => new Kept(kind, rows.GetValueOrDefault(kind.Code, []).Count)));
        }
        return kept;
    }

    public Task<CopyOfMine> Copy(CancellationToken ct) => db.InOneTransaction(async () =>
    {
        var owner = await Me(ct);
        var (id, hour) = (owner.Account.ToString(), time.GetUtcNow().AddHours(-1));
        Refused.If(await db.Acts.CountAsync(l => l.Subject == id && l.Act == ActNames.DataCopied && l.At > hour, ct) >= CopiesAnHour, "people.copy_wait", CopiesAnHour);
        var kinds = new List<CopiedKind>();
        foreach (var module in records)
        {
            var rows = await module.Copy(owner, ct);
            kinds.AddRange(module.Kinds.Where(k => k.IsOfPeople && rows.ContainsKey(k.Code)).Select(k => new CopiedKind(k.Code, k.What, k.Purpose, k.Ground!.Value, k.Keep, rows[k.Code])));
        }
        await ledger.Write(ActNames.DataCopied, id, new { Rows = kinds.Sum(k => k.Rows.Count) }, ct);
        return new CopyOfMine(time.GetUtcNow(), kinds);
    }, ct);

    public async Task<Corrected> Correct(Form form, CancellationToken ct)
    {
        var owner = await Me(ct);
        var name = form.Name?.Trim() ?? "";
        new Faults().Required(name, "name").AtMost(name, LongestName, "name").If(name.Any(char.IsControl), "name", "people.name_characters").Throw();
        Refused.If(!string.IsNullOrWhiteSpace(form.Phone), "people.phone_by_confirmation");
        var rows = await db.InOneTransaction(async () =>
        {
            var changed = 0;
            foreach (var module in records) changed += await module.Correct(owner, name, ct);
            await ledger.Write(ActNames.DataCorrected, owner.Account.ToString(), new { Rows = changed, Fields = "name" }, ct);
            return changed;
        }, ct);
        actors.Forget(owner.Account);
        return new Corrected(rows);
    }

    /// <summary>The name as it stands, for the form.</summary>
    public async Task<string> Name(CancellationToken ct)
    {
        var me = (await Me(ct)).Account;
        return (await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == me, ct)).Name;
    }

    private async Task<Owner> Me(CancellationToken ct)
    {
        var me = actor.Account ?? throw new Denied("me");
        return new Owner(me, (await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == me, ct)).Phone);
    }
}
