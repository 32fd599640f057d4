using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.Notices.Channels;
using Cuobian.Notices.Follows;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices.Letters;

/// <summary>Somebody says how they want to be told: where, in which language, when to rest, and how often of each topic.</summary>
internal sealed class ChooseNotices(CuobianDb db, Actor actor, AskToConfirm confirm, IEnumerable<INoticeChannel> channels, TimeProvider time)
{
    public const string Off = "off";

    public sealed class Form
    {
        public bool English { get; set; }

        /// <summary>Times of day, such as 22:00.</summary>
        public string? QuietFrom { get; set; }
        public string? QuietUntil { get; set; }
        public string? Mail { get; set; }
        public string? Phone { get; set; }

        /// <summary>By topic: atOnce, hourly, daily or off.</summary>
        public Dictionary<string, string>? Topics { get; set; }
    }

    /// <summary>How things stand; a topic that is not named goes out at once.</summary>
    public sealed record Chosen(Person Person, IReadOnlyDictionary<string, string> Topics, bool IsStaff, bool MailOpen, bool SmsOpen);

    public static void Map(IEndpointRouteBuilder notices) =>
        notices.MapPost("/choices", async (Form? form, ChooseNotices choose, CancellationToken ct) =>
        {
            await choose.Run(form ?? new(), ct);
            return Results.NoContent();
        }).WithSummary("How I want to be told.");

    public async Task<Chosen> Show(CancellationToken ct)
    {
        var who = Who.Account(Me());
        var person = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Who == who, ct) ?? new Person { Id = Guid.Empty, Who = who };
        var topics = await db.Set<Wish>().AsNoTracking().Where(c => c.Who == who).ToListAsync(ct);
        return new Chosen(person, topics.ToDictionary(c => c.Topic, c => c.Off ? Off : Name(c.Digest)), IsStaff, IsOpen(Way.Mail), IsOpen(Way.Sms));
    }

    public async Task Run(Form form, CancellationToken ct)
    {
        var who = Who.Account(Me());
        int? from = Minutes(form.QuietFrom), until = Minutes(form.QuietUntil);
        Check(form, from, until);
        await db.InOneTransaction(async () =>
        {
            var person = await db.Set<Person>().SingleOrDefaultAsync(p => p.Who == who, ct);
            if (person is null) db.Add(person = new Person { Id = Guid.CreateVersion7(time.GetUtcNow()), Who = who });
            (person.English, person.QuietFrom, person.QuietUntil) = (form.English, from!.Value, until!.Value);
            await TakeMail(person, Clean(form.Mail), ct);
            await TakePhone(person, Phones.Normal(Clean(form.Phone)), ct);
            await TakeTopics(who, form.Topics ?? [], ct);
            return await db.SaveChangesAsync(ct);
        }, ct);
    }

    private static void Check(Form form, int? from, int? until)
    {
        var faults = new Faults()
            .If(from is null, "quietFrom", "notices.time_form")
            .If(until is null, "quietUntil", "notices.time_form")
            .If(Clean(form.Mail) is { } mail && !FollowThings.IsMail(mail), "mail", "notices.mail_form")
            .If(Phones.Normal(Clean(form.Phone)) is { } phone && phone.Length is < 7 or > 15, "phone", "notices.phone_form");
        foreach (var (code, often) in form.Topics ?? [])
        {
            var topic = Topics.Find(code);
            faults.If(topic is null || (often != Off && Parse(often) is null), $"topics.{code}", "notices.choice_unknown");
            faults.If(topic is { Duty: true } && often == Off, $"topics.{code}", "notices.duty_stays");
        }
        faults.Throw();
    }

    /// <summary>A new address counts only after its owner has said yes.</summary>
    private async Task TakeMail(Person person, string? mail, CancellationToken ct)
    {
        if (mail == person.Mail) return;
        (person.Mail, person.MailConfirmed, person.MailTicket) = (mail, false, mail is null ? null : Guid.CreateVersion7(time.GetUtcNow()));
        if (mail is not null) await confirm.Ask(person.MailTicket!.Value, Way.Mail, mail, person.Who, person.English, ct);
    }

    private async Task TakePhone(Person person, string? phone, CancellationToken ct)
    {
        if (phone == person.Phone) return;
        (person.Phone, person.PhoneConfirmed, person.PhoneTicket) = (phone, false, phone is null ? null : Guid.CreateVersion7(time.GetUtcNow()));
        if (phone is not null) await confirm.Ask(person.PhoneTicket!.Value, Way.Sms, phone, person.Who, person.English, ct);
    }

    private async Task TakeTopics(string who, Dictionary<string, string> wanted, CancellationToken ct)
    {
        var known = await db.Set<Wish>().Where(c => c.Who == who).ToDictionaryAsync(c => c.Topic, ct);
        foreach (var (topic, often) in wanted)
        {
            if (!known.TryGetValue(topic, out var choice)) db.Add(choice = new Wish { Who = who, Topic = topic });
            (choice.Off, choice.Digest) = (often == Off, Parse(often) ?? Digest.AtOnce);
        }
    }

    private bool IsStaff => actor.Grants.Count > 0;

    private bool IsOpen(Way way) => channels.Any(channel => channel.Way == way && channel.IsOpen);

    private Guid Me() => actor.Account ?? throw new Denied("me");

    public static string Name(Digest digest) => char.ToLowerInvariant($"{digest}"[0]) + $"{digest}"[1..];

    private static Digest? Parse(string text) => Enum.GetValues<Digest>().Cast<Digest?>().FirstOrDefault(digest => Name(digest!.Value) == text);

    private static int? Minutes(string? text) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var at) ? at.Hour * 60 + at.Minute : null;

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
