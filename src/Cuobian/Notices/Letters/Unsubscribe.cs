using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices.Letters;

/// <summary>Ends a topic for whoever holds the link of a letter; no signing in. What belongs to somebody's duty stays.</summary>
internal sealed class Unsubscribe(CuobianDb db, Tickets tickets)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        // What mail programs call for their own button (RFC 8058): they send no form token, and the ticket is proof enough.
        routes.MapPost("/u/{ticket}/now", async (string ticket, Unsubscribe unsubscribe, CancellationToken ct) =>
            await unsubscribe.Run(ticket, ct) ? Results.NoContent() : Results.NotFound()).DisableAntiforgery().ExcludeFromDescription();

    /// <summary>The topic a link would end; null when the link is not ours.</summary>
    public async Task<Topic?> TopicOf(string? ticket, CancellationToken ct) => (await Find(ticket, ct))?.Topic;

    public async Task<bool> Run(string? ticket, CancellationToken ct)
    {
        if (await Find(ticket, ct) is not var (topic, who)) return false;
        Refused.If(topic.Duty, "notices.duty_stays");
        return await db.InOneTransaction(async () =>
        {
            var choice = await db.Set<Wish>().SingleOrDefaultAsync(c => c.Who == who && c.Topic == topic.Code, ct);
            if (choice is null) db.Add(choice = new Wish { Who = who, Topic = topic.Code });
            choice.Off = true;
            await db.SaveChangesAsync(ct);
            return true;
        }, ct);
    }

    private async Task<(Topic Topic, string Who)?> Find(string? ticket, CancellationToken ct)
    {
        if (tickets.Read(Tickets.Unsubscribe, ticket) is not { } id) return null;
        var letter = await db.Set<Letter>().Where(l => l.Id == id).Select(l => new { l.Topic, l.Who }).SingleOrDefaultAsync(ct);
        return letter is not null && Topics.Find(letter.Topic) is { } topic ? (topic, letter.Who) : null;
    }
}
