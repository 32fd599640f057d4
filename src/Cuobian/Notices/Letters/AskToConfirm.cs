using Cuobian.Data;
using Cuobian.Notices.Follows;
using Cuobian.Notices.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Cuobian.Notices.Letters;

/// <summary>Asks the owner of an address whether notices may come there, and takes the yes.</summary>
internal sealed class AskToConfirm(CuobianDb db, FindTemplates templates, Tickets tickets, IOptionsMonitor<NoticesSettings> settings, TimeProvider time)
{
    /// <summary>Writes the letter; the caller saves it with what it is about.</summary>
    public async Task Ask(Guid ticket, Way way, string to, string who, bool english, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var path = "/c/" + tickets.Make(Tickets.Confirm, ticket);
        var values = new Dictionary<string, string> { ["link"] = settings.CurrentValue.Link(path), ["time"] = WriteTemplate.When(now) };
        var template = (await templates.Of([Topics.Confirm], ct))(Topics.Confirm, way, english);
        db.Add(new Letter
        {
            Id = Guid.CreateVersion7(now),
            Event = $"confirm.{ticket:N}",
            Topic = Topics.Confirm,
            Who = who,
            Way = way,
            English = english,
            Urgent = true,
            At = now,
            DueAt = now,
            Paper = new Paper(template.TitleWith(values), template.TextWith(values), path) { To = to, Facts = way == Way.Sms ? values : null },
        });
    }

    /// <summary>Does the link still mean anything?</summary>
    public async Task<bool> IsKnown(string? ticket, CancellationToken ct) => await Find(ticket, ct) is not null;

    /// <summary>The owner says yes; saying it again changes nothing.</summary>
    public async Task<bool> Confirm(string? ticket, CancellationToken ct)
    {
        if (await Find(ticket, ct) is not { } yes) return false;
        yes();
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>What a yes would do; a ticket belongs to one address, so a new one makes the old ticket worth nothing.</summary>
    private async Task<Action?> Find(string? ticket, CancellationToken ct)
    {
        if (tickets.Read(Tickets.Confirm, ticket) is not { } id) return null;
        if (await db.Set<Follow>().SingleOrDefaultAsync(f => f.Id == id, ct) is { } follow) return () => follow.ConfirmedAt ??= time.GetUtcNow();
        if (await db.Set<Person>().SingleOrDefaultAsync(p => p.MailTicket == id || p.PhoneTicket == id, ct) is not { } person) return null;
        return person.MailTicket == id ? () => person.MailConfirmed = true : () => person.PhoneConfirmed = true;
    }
}
