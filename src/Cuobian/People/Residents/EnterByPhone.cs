using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Residents;

/// <summary>Somebody proves with the code that a phone is theirs; the first time, the phone gets its account.</summary>
public sealed class EnterByPhone(CuobianDb db, ICryptoProvider crypto, ProvePhone prove, TimeProvider time, IActLedger ledger, Sealer sealer)
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
        if (await prove.Run(form.Slip, form.Code, PhoneSlip.ToEnter, ct) is not var (phone, fits)) return new SignIn.Answer(null);
        if (!fits) return await Refuse(phone, ct);

        var account = await Find(phone, ct) ?? await Open(phone, ct);
        if (account.Disabled) return await Refuse(phone, ct);
        if (account.SecondFactorSince is not null) return new SignIn.Answer(null, Waits: account);
        await ledger.Write(ActNames.SignIn, account.Id.ToString(), null, ct);
        return new SignIn.Answer(account);
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
