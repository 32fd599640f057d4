using System.Globalization;
using System.Text.RegularExpressions;
using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Cuobian.People.Residents;

/// <summary>Somebody asks for a code to their phone. The answer is the same whether the phone has an account or not: it gets one with its first code.</summary>
public sealed partial class SendCode(
    CuobianDb db, ISmsSender sms, ICryptoProvider crypto, TimeProvider time, PhoneSlip slips, IOptionsMonitor<Limits> limits,
    IHttpContextAccessor web, IStringLocalizer<Text> words)
{
    public const string Path = "/api/v1/session/phone";
    public const string Kind = "code";

    /// <summary>The wait between two codes to one phone.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public sealed class Form
    {
        public string? Phone { get; set; }
    }

    /// <summary>The slip that goes back with the code, and until when both are good.</summary>
    public sealed record Answer(string Slip, DateTimeOffset GoodUntil);

    /// <summary>Mapped outside the idempotent group, as everything that opens a session.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(Path, async (Form form, SendCode send, CancellationToken ct) => Results.Ok(await send.Run(form, ct)))
            .WithTags("Session").WithMetadata(SignIn.SmallBody).Produces<Answer>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Send a sign-in code to a phone; the account is made with the first code that fits.");

    public Task<Answer> Run(Form form, CancellationToken ct) => Run(form, PhoneSlip.ToEnter, "sms_code", ct);

    /// <summary>A code for something else than to enter, in a message that says what for.</summary>
    internal async Task<Answer> Run(Form form, string purpose, string message, CancellationToken ct)
    {
        Refused.If(!sms.IsOpen, "people.sms_closed");
        var phone = Phones.Normal(Narrow(form.Phone)) ?? "";
        new Faults().Required(form.Phone, "phone").If(!string.IsNullOrWhiteSpace(form.Phone) && !Mobile().IsMatch(phone), "phone", "people.phone_bad").Throw();
        var now = time.GetUtcNow();
        var code = PhoneCode.New();
        var id = Guid.CreateVersion7(now);
        var sent = new PhoneCode
        {
            Id = id,
            Phone = PhoneCode.PhoneOf(crypto, phone),
            From = crypto.Index(CallLimits.AddressOf(web.HttpContext), "people_phone_code.From"),
            Hash = PhoneCode.HashOf(crypto, id, code),
            SentAt = now,
            GoodUntil = now + PhoneCode.Life,
        };
        await db.InOneTransaction(async () =>
        {
            await CheckLimits(sent, ct);
            db.Add(sent);
            await db.SaveChangesAsync(ct);
            await sms.Send(new SmsMessage(phone, Kind, words[message, code, (int)PhoneCode.Life.TotalMinutes])
            {
                Values = new Dictionary<string, string> { ["code"] = code },
                GoodUntil = sent.GoodUntil,
            }, ct);
            return true;
        }, ct);
        return new Answer(slips.For(id, phone, purpose), sent.GoodUntil);
    }

    /// <summary>Counted in the database, so that all nodes count together.</summary>
    private async Task CheckLimits(PhoneCode asked, CancellationToken ct)
    {
        // Two that ask for one phone at the same moment come one after the other.
        await db.TakeTurn(long.Parse(asked.Phone.AsSpan(0, 15), NumberStyles.HexNumber, CultureInfo.InvariantCulture), ct);
        var (day, hour) = (asked.SentAt.AddDays(-1), asked.SentAt.AddHours(-1));
        var before = await db.Set<PhoneCode>().Where(c => c.Phone == asked.Phone && c.SentAt > day).Select(c => c.SentAt).ToListAsync(ct);
        var wait = before.Count == 0 ? TimeSpan.Zero : before.Max() + Pause - asked.SentAt;
        Refused.If(wait > TimeSpan.Zero, "people.code_wait", (int)Math.Ceiling(wait.TotalSeconds));
        var limit = limits.CurrentValue;
        Refused.If(before.Count(at => at > hour) >= limit.CodesPerPhoneHour || before.Count >= limit.CodesPerPhoneDay, "people.code_too_many");
        var here = await db.Set<PhoneCode>().CountAsync(c => c.From == asked.From && c.SentAt > hour, ct);
        Refused.If(here >= limit.CodesPerAddressHour, "people.code_too_many_here");
    }

    /// <summary>Digits as a Chinese keyboard may write them.</summary>
    internal static string? Narrow(string? text) =>
        text is null ? null : string.Concat(text.Select(c => c is >= '０' and <= '９' ? (char)(c - '０' + '0') : c));

    [GeneratedRegex(@"^1[3-9][0-9]{9}\z")]
    private static partial Regex Mobile();
}
