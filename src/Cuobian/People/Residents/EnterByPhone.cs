using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Residents;

/// <summary>Somebody proves with the code that a phone is theirs; the first time, the phone gets its account.</summary>
public sealed class EnterByPhone(CuobianDb db, ICryptoProvider crypto, PhoneSlip slips, TimeProvider time, IActLedger ledger, Sealer sealer)
{
    public const string Path = SendCode.Path + "/code";
    public const string Failed = "people.phone_code_wrong";

    public sealed class Form
    {
        public string? Slip { get; set; }

        public string? Code { get; set; }
    }

    /// <summary>Mapped outside the idempotent group: a cookie must not be replayed.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(Path, async (Form form, EnterByPhone enter, Sentences sentences, HttpContext http, CancellationToken ct) =>
        {
            var answer = await enter.Run(form, ct);
            // Who added a second factor finishes on the page, which asks for it.
            var code = answer.Waits is null ? Failed : SignIn.CodeNeeded;
            if (answer.Account is not { } account) return Results.Problem(type: code, title: sentences.For(code), statusCode: StatusCodes.Status401Unauthorized);
            await Sessions.Open(http, account);
            return Results.NoContent();
        })
        .WithTags("Session").WithMetadata(SignIn.SmallBody).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status401Unauthorized)
        .WithSummary("Sign in with the slip and the code that was sent to the phone.");

    public async Task<SignIn.Answer> Run(Form form, CancellationToken ct)
    {
        var typed = string.Concat((SendCode.Narrow(form.Code) ?? "").Where(char.IsAsciiDigit));
        if (slips.Read(form.Slip) is not var (id, phone)) return new SignIn.Answer(null);
        if (!await TakeTry(id, ct) || !await Use(id, typed, ct)) return await Refuse(phone, ct);

        var account = await Find(phone, ct) ?? await Open(phone, ct);
        if (account.Disabled) return await Refuse(phone, ct);
        if (account.SecondFactorSince is not null) return new SignIn.Answer(null, Waits: account);
        await ledger.Write(ActNames.SignIn, account.Id.ToString(), null, ct);
        return new SignIn.Answer(account);
    }

    /// <summary>Counted before anything is compared, so that guesses made side by side do not outrun the limit.</summary>
    private async Task<bool> TakeTry(Guid id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await db.InOneTransaction(() => db.Set<PhoneCode>()
            .Where(c => c.Id == id && c.UsedAt == null && c.GoodUntil > now && c.Tries < PhoneCode.MostTries)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.Tries, x => x.Tries + 1), ct), ct) == 1;
    }

    /// <summary>Of two who bring the right code at the same moment, one is let in.</summary>
    private async Task<bool> Use(Guid id, string typed, CancellationToken ct)
    {
        var code = await db.Set<PhoneCode>().AsNoTracking().SingleAsync(c => c.Id == id, ct);
        if (!code.Fits(crypto, typed)) return false;
        DateTimeOffset? now = time.GetUtcNow();
        return await db.InOneTransaction(() => db.Set<PhoneCode>().Where(c => c.Id == id && c.UsedAt == null)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.UsedAt, now), ct), ct) == 1;
    }

    private Task<Account?> Find(string phone, CancellationToken ct)
    {
        var index = sealer.Index(Account.PhoneColumn, phone);
        return db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.PhoneIndex == index, ct);
    }

    private async Task<Account> Open(string phone, CancellationToken ct)
    {
        var account = Account.OfResident(phone, time.GetUtcNow());
        try
        {
            db.Add(account);
            return await db.InOneTransaction(async () =>
            {
                await db.SaveChangesAsync(ct);
                await ledger.Write(ActNames.AccountOpened, account.Id.ToString(), new { By = "phone" }, ct);
                return account;
            }, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Two first codes of one phone at the same moment: the other one made the account.
            db.ChangeTracker.Clear();
            return await Find(phone, ct) ?? throw new InvalidOperationException("The account was taken and is not there.");
        }
    }

    private async Task<SignIn.Answer> Refuse(string phone, CancellationToken ct)
    {
        await ledger.Write(ActNames.SignInFailed, PhoneCode.PhoneOf(crypto, phone), null, ct);
        return new SignIn.Answer(null);
    }
}
