using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices.Letters;

/// <summary>Hears of what happened to matters; what a topic is about is spread to those who must know, once.</summary>
internal sealed class TellPeople(CuobianDb db, SpreadOn spreading) : IManyReaction<MatterMoved>
{
    public async Task React(IReadOnlyList<MatterMoved> happened, CancellationToken ct)
    {
        foreach (var one in happened) await React(one, ct);
    }

    /// <summary>Some commands mean one thing from a reporter and another from an office.</summary>
    private async Task React(MatterMoved happened, CancellationToken ct)
    {
        await Tell(new Happening(happened.Matter, happened.Command, happened.At), ct);
        await Tell(new Happening(happened.Matter, $"{happened.Command}.{happened.Part}", happened.At), ct);
    }

    public async Task Tell(Happening told, CancellationToken ct)
    {
        if (Topics.On(told.What).Count == 0) return;
        var key = Spread.KeyOf(told);
        if (await db.Set<Spread>().AnyAsync(s => s.Event == key, ct)) return;
        var spread = Spread.Begin(told);
        db.Add(spread);
        await spreading.Go(spread, ct);
    }
}

/// <summary>Writes letters round by round; a full round ends the transaction, and the queue brings the next one.</summary>
internal sealed class SpreadOn(CuobianDb db, IMatterParties matters, FindAudience audiences, WriteLetters letters) : IReaction<SpreadDue>
{
    public const int Batch = 500;

    public async Task React(SpreadDue due, CancellationToken ct)
    {
        var spread = await db.Set<Spread>().SingleOrDefaultAsync(s => s.Id == due.Spread, ct);
        if (spread is null || spread.Round != due.Round || spread.Part == SpreadPart.Done) return;
        await Go(spread, ct);
    }

    public async Task Go(Spread spread, CancellationToken ct)
    {
        if (await matters.Of(spread.Matter, ct) is { } parties) await Rounds(spread, parties, Topics.On(spread.Happened), ct);
        else spread.End();
        await db.SaveChangesAsync(ct);
    }

    private async Task Rounds(Spread spread, MatterParties parties, IReadOnlyList<Topic> topics, CancellationToken ct)
    {
        do
        {
            if (spread.Part == SpreadPart.Concerned) await Concerned(spread, parties, topics, ct);
            else if (spread.Part == SpreadPart.Supporters) await Supporters(spread, parties, topics, ct);
            else await Followers(spread, parties, topics, ct);
            // Letters of the last part must be seen by the next, so that nobody hears twice.
            await db.SaveChangesAsync(ct);
        } while (!spread.Waits && spread.Part != SpreadPart.Done);
    }

    private async Task Concerned(Spread spread, MatterParties parties, IReadOnlyList<Topic> topics, CancellationToken ct)
    {
        var addressed = new List<Addressed>();
        foreach (var topic in topics)
            foreach (var audience in topic.To.Where(a => a is not (Audience.Supporter or Audience.Follower)))
                addressed.AddRange((await audiences.Of(audience, parties, spread, ct)).Select(recipient => new Addressed(topic, audience, recipient)));
        await letters.Run(spread, parties, addressed, ct);
        if (parties.IsPublic && topics.Any(t => t.To.Contains(Audience.Supporter) || t.To.Contains(Audience.Follower))) spread.Go(null, full: false);
        else spread.End();
    }

    private async Task Supporters(Spread spread, MatterParties parties, IReadOnlyList<Topic> topics, CancellationToken ct)
    {
        var found = parties.IsPublic ? await audiences.Supporters(parties, spread.AfterSupporter, Batch, ct) : [];
        await letters.Run(spread, parties, [.. Each(topics, Audience.Supporter, found)], ct);
        spread.Go(found.Count == 0 ? null : found[^1].Account, found.Count == Batch);
    }

    private async Task Followers(Spread spread, MatterParties parties, IReadOnlyList<Topic> topics, CancellationToken ct)
    {
        var found = parties.IsPublic ? await audiences.Followers(parties, spread.AfterFollower, Batch, ct) : [];
        await letters.Run(spread, parties, [.. Each(topics, Audience.Follower, found.Select(f => f.Recipient))], ct);
        spread.Go(found.Count == 0 ? null : found[^1].Follow, found.Count == Batch);
    }

    private static IEnumerable<Addressed> Each(IReadOnlyList<Topic> topics, Audience audience, IEnumerable<Recipient> found) =>
        from topic in topics
        where topic.To.Contains(audience)
        from recipient in found
        select new Addressed(topic, audience, recipient);
}
