using Cuobian.Data;
using Cuobian.Matters.Contracts;
using Cuobian.Notices.Channels;
using Cuobian.Notices.Templates;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Cuobian.Notices.Letters;

/// <summary>Somebody who shall be told of a topic, and in which part.</summary>
internal sealed record Addressed(Telling Telling, Topic Topic, Audience Audience, Recipient Recipient)
{
    /// <summary>The number by which they know the matter.</summary>
    public string Number => Recipient.Number ?? Telling.Parties.Number;
}

/// <summary>Writes letters: one for each person and way, in their language, at the hour they wish.</summary>
internal sealed class WriteLetters(
    CuobianDb db, FindTemplates templates, IPlaces places, IUnits units, IEnumerable<INoticeChannel> channels, IOptionsMonitor<NoticesSettings> settings, TimeProvider time)
{
    public async Task Run(IReadOnlyList<Addressed> addressed, CancellationToken ct)
    {
        if (addressed.Count == 0) return;
        var whos = addressed.Select(a => a.Recipient.Who).Distinct().ToList();
        var events = addressed.Select(a => a.Telling.Spread.Event).Distinct().ToList();
        var people = await db.Set<Person>().AsNoTracking().Where(p => whos.Contains(p.Who)).ToDictionaryAsync(p => p.Who, ct);
        var choices = await db.Set<Wish>().AsNoTracking().Where(c => whos.Contains(c.Who)).ToDictionaryAsync(c => (c.Who, c.Topic), ct);
        var told = (await db.Set<Letter>().Where(l => events.Contains(l.Event) && whos.Contains(l.Who)).Select(l => new { l.Event, l.Who, l.Way }).ToListAsync(ct))
            .Select(l => (l.Event, l.Who, l.Way)).ToHashSet();
        var words = await templates.Of([.. addressed.Select(a => a.Topic.Code).Distinct()], ct);
        var open = channels.Where(channel => channel.IsOpen).Select(channel => channel.Way).Append(Way.Inbox).ToHashSet();
        foreach (var one in addressed)
        {
            var choice = choices.GetValueOrDefault((one.Recipient.Who, one.Topic.Code));
            if (choice is { Off: true } && !one.Topic.Duty) continue;
            var person = people.GetValueOrDefault(one.Recipient.Who);
            foreach (var way in one.Topic.By.Where(open.Contains))
                if (AddressFor(way, one, person) is { } to && told.Add((one.Telling.Spread.Event, one.Recipient.Who, way)))
                    db.Add(Write(one, way, to, person, choice, words));
        }
    }

    private Letter Write(Addressed one, Way way, string to, Person? person, Wish? choice, Func<string, Way, bool, Template> words)
    {
        var now = time.GetUtcNow();
        var (spread, parties, _) = one.Telling;
        var english = person?.English ?? one.Recipient.English;
        var urgent = (one.Topic.Urgent || parties.IsUrgent) && !Topic.IsOnlooker(one.Audience);
        var digest = urgent || way is Way.Inbox or Way.Hook ? Digest.AtOnce : choice?.Digest ?? Digest.AtOnce;
        var path = $"{(Topic.IsOnlooker(one.Audience) || one.Audience == Audience.Reporter ? "" : "/console")}/matters/{one.Number}";
        var values = Values(parties, one.Number, way == Way.Inbox ? path : settings.CurrentValue.Link(path), english, spread.At);
        var template = words(one.Topic.Code, way, english);
        return new Letter
        {
            Id = Guid.CreateVersion7(now),
            Event = spread.Event,
            Topic = one.Topic.Code,
            Who = one.Recipient.Who,
            Account = way == Way.Inbox ? one.Recipient.Account : null,
            Way = way,
            English = english,
            Urgent = urgent,
            Gathered = digest != Digest.AtOnce,
            At = now,
            DueAt = way is Way.Inbox or Way.Hook || urgent ? now : Rested(Quiet.Gathering(now, digest), person),
            State = way == Way.Inbox ? LetterState.Sent : LetterState.Waiting,
            SentAt = way == Way.Inbox ? now : null,
            Paper = new Paper(template.TitleWith(values), template.TextWith(values), path)
            {
                To = to.Length == 0 ? null : to,
                Facts = way is Way.Hook or Way.Sms ? values.Where(v => Placeholders.For(way).Contains(v.Key)).ToDictionary() : null,
            },
        };
    }

    internal static DateTimeOffset Rested(DateTimeOffset at, Person? person) => Quiet.After(at, person?.QuietFrom ?? Quiet.From, person?.QuietUntil ?? Quiet.Until);

    /// <summary>Empty where no address is needed, null where there is no way.</summary>
    private static string? AddressFor(Way way, Addressed one, Person? person) => way switch
    {
        Way.Hook => one.Audience == Audience.Hook ? "" : null,
        _ when one.Audience == Audience.Hook => null,
        Way.Inbox => one.Recipient.Account is null ? null : "",
        Way.Mail => person is { MailConfirmed: true, Mail: { } mail } ? mail : one.Recipient.Mail,
        _ => person is { PhoneConfirmed: true, Phone: { } phone } ? phone : one.Recipient.Phone,
    };

    /// <summary>What a notice may say of a matter: nothing that anybody wrote, nothing of who they are.</summary>
    private Dictionary<string, string> Values(MatterParties parties, string number, string link, bool english, DateTimeOffset at)
    {
        var category = english ? parties.CategoryEn : parties.CategoryZh;
        return new Dictionary<string, string>
        {
            ["number"] = number,
            ["category"] = category.Length > 0 ? category : ShippedTemplates.Frame("no_category", english),
            ["place"] = string.Join(' ', places.Path(parties.Area).Where(a => a.Level >= AreaLevel.Township).Select(a => a.Name)),
            ["unit"] = parties.LeadUnit is { } unit ? units.Find(unit)?.Name ?? unit : ShippedTemplates.Frame("no_unit", english),
            ["due"] = parties.Due is { } due ? WriteTemplate.When(due) : ShippedTemplates.Frame("no_due", english),
            ["time"] = WriteTemplate.When(at),
            ["link"] = link,
        };
    }
}
