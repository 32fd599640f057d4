using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Cuobian.People.Residents;
using Cuobian.People.SignedIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Cuobian.People.Me;

/// <summary>A resident has another phone: proved by a code sent to it. Their records follow, other devices are signed out, and the old phone is told.</summary>
public sealed class ChangePhone(
    CuobianDb db, Actor actor, SendCode send, ProvePhone prove, Sealer sealer, ISmsSender sms, IEnumerable<IPersonalRecords> records,
    LiveSessions live, IHttpContextAccessor web, TimeProvider time, IActLedger ledger, IStringLocalizer<People.Text> words)
{
    public const string Kind = "phone_changed";

    public static void Map(IEndpointRouteBuilder api)
    {
        var phone = api.MapGroup("/me/phone").WithTags("My data");
        phone.MapPost("", async (SendCode.Form? form, ChangePhone change, CancellationToken ct) => Results.Ok(await change.Ask(form ?? new(), ct)))
            .Produces<SendCode.Answer>().WithSummary("Send a code to my new phone.");
        phone.MapPost("/code", async (EnterByPhone.Form? form, ChangePhone change, CancellationToken ct) =>
        {
            await change.Run(form ?? new(), ct);
            return Results.NoContent();
        }).WithSummary("Prove my new phone with the slip and the code: from now on I sign in with it.");
    }

    /// <summary>The phone as it stands, for the page.</summary>
    public async Task<string> Present(CancellationToken ct) => (await Mine(ct)).Phone!;

    public async Task<SendCode.Answer> Ask(SendCode.Form form, CancellationToken ct)
    {
        var account = await Mine(ct);
        new Faults().If(Phones.Normal(SendCode.Narrow(form.Phone)) == account.Phone, "phone", "people.phone_same").Throw();
        return await send.Run(form, Purpose(account.Id), "sms_code_change", ct);
    }

    public async Task Run(EnterByPhone.Form form, CancellationToken ct)
    {
        var account = await Mine(ct);
        if (await prove.Run(form.Slip, form.Code, Purpose(account.Id), ct) is not (var phone, true)) throw new Invalid([new Fault("code", EnterByPhone.Failed)]);
        var index = sealer.Index(Account.PhoneColumn, phone);
        Refused.If(await db.Accounts.AnyAsync(a => a.PhoneIndex == index && a.Id != account.Id, ct), "people.phone_taken");
        List<Guid> ended;
        try
        {
            ended = await db.InOneTransaction(() => Move(account, phone, ct), ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else proved the same phone at this moment.
            throw new Refused("people.phone_taken");
        }
        ended.ForEach(live.Forget);
    }

    /// <summary>A slip is good for the one who asked for it and for nothing else.</summary>
    internal static string Purpose(Guid account) => $"change:{account:N}";

    private async Task<List<Guid>> Move(Account account, string phone, CancellationToken ct)
    {
        var old = account.Phone!;
        foreach (var module in records) await module.Move(new Owner(account.Id, old), phone, ct);
        account.MoveTo(phone);
        await db.SaveChangesAsync(ct);
        var others = await EndOthers(account.Id, ct);
        await ledger.Write(ActNames.PhoneChanged, account.Id.ToString(), new { Sessions = others.Count }, ct);
        var told = Mask.Phone(phone);
        await sms.Send(new SmsMessage(old, Kind, words["sms_phone_changed", told]) { Values = new Dictionary<string, string> { ["new"] = told } }, ct);
        return others;
    }

    /// <summary>Whoever sits at another device proves the new phone there.</summary>
    private async Task<List<Guid>> EndOthers(Guid me, CancellationToken ct)
    {
        var here = Sessions.IdOf(web.HttpContext?.User);
        DateTimeOffset? now = time.GetUtcNow();
        var others = await db.Set<Session>().Where(s => s.Account == me && s.EndedAt == null && s.Id != here).Select(s => s.Id).ToListAsync(ct);
        await db.Set<Session>().Where(s => others.Contains(s.Id)).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
        return others;
    }

    /// <summary>Who signs in with a password has no phone here.</summary>
    private async Task<Account> Mine(CancellationToken ct)
    {
        var me = actor.Account ?? throw new Denied(nameof(ChangePhone));
        var account = await db.Accounts.SingleAsync(a => a.Id == me, ct);
        Refused.If(account.Phone is null, "people.no_phone");
        return account;
    }
}
