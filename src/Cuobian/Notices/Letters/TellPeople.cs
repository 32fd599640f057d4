using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices.Letters;

/// <summary>Hears of what happened to matters; what a topic is about is spread to those who must know, once.</summary>
internal sealed class TellPeople(SpreadOn spreading) : IManyReaction<MatterMoved>
{
    public Task React(IReadOnlyList<MatterMoved> happened, CancellationToken ct) => Tell([.. happened.SelectMany(Meant)], ct);

    public async Task Tell(IReadOnlyList<Happening> told, CancellationToken ct)
    {
        var heard = told.Where(one => Topics.On(one.What).Count > 0).DistinctBy(Spread.KeyOf).ToList();
        if (heard.Count > 0) await spreading.Go(heard.ConvertAll(Spread.Begin), ct);
    }

    /// <summary>Some commands mean one thing from a reporter and another from an office.</summary>
    private static IEnumerable<Happening> Meant(MatterMoved moved) =>
        [new Happening(moved.Matter, moved.Command, moved.At), new Happening(moved.Matter, $"{moved.Command}.{moved.Part}", moved.At)];
}

/// <summary>Writes letters round by round, for many happenings at once; a full round ends the transaction, and the queue brings the next one.</summary>
internal sealed class SpreadOn(CuobianDb db, IMatterParties matters, FindAudience audiences, WriteLetters letters) : IReaction<SpreadDue>
{
    public const int Batch = 500;

    public async Task React(SpreadDue due, CancellationToken ct)
    {
        var spread = await db.Set<Spread>().SingleOrDefaultAsync(s => s.Id == due.Spread, ct);
        if (spread is null || spread.Round != due.Round || spread.Part == SpreadPart.Done) return;
        await Go([spread], ct);
    }

    public async Task Go(IReadOnlyList<Spread> spreads, CancellationToken ct)
    {
        var parties = await matters.Of([.. spreads.Select(s => s.Matter).Distinct()], ct);
        foreach (var gone in spreads.Where(s => !parties.ContainsKey(s.Matter))) gone.End();
        var tellings = spreads.Where(s => parties.ContainsKey(s.Matter)).Select(s => new Telling(s, parties[s.Matter], Topics.On(s.Happened))).ToList();
        // Most matters have no onlookers, which is asked once for all and before anything is written.
        var seen = await audiences.LookedOn([.. tellings.Where(t => t.MayHaveOnlookers)], ct);
        await Concerned([.. tellings.Where(t => t.Spread.Part == SpreadPart.Concerned)], ct);
        foreach (var unseen in tellings.Where(t => !seen.Contains(t.Spread))) unseen.Spread.End();
        // Letters of this part must be seen by the next, so that nobody hears twice.
        await db.SaveChangesAsync(ct);
        foreach (var telling in tellings.Where(t => seen.Contains(t.Spread))) await Rounds(telling, ct);
    }

    private async Task Concerned(IReadOnlyList<Telling> tellings, CancellationToken ct)
    {
        var addressed = new List<Addressed>();
        foreach (var telling in tellings)
        {
            foreach (var topic in telling.Topics)
                foreach (var audience in topic.To.Where(a => a is not (Audience.Supporter or Audience.Follower)))
                    addressed.AddRange((await audiences.Of(audience, telling, ct)).Select(recipient => new Addressed(telling, topic, audience, recipient)));
            telling.Spread.Go(null, full: false);
        }
        await letters.Run(addressed, ct);
    }

    private async Task Rounds(Telling telling, CancellationToken ct)
    {
        var spread = telling.Spread;
        while (!spread.Waits && spread.Part != SpreadPart.Done)
        {
            if (spread.Part == SpreadPart.Supporters) await Supporters(telling, ct);
            else await Followers(telling, ct);
            // What is over at once leaves no row.
            if (spread.Waits && db.Entry(spread).State == EntityState.Detached) db.Add(spread);
            await db.SaveChangesAsync(ct);
        }
    }

    private async Task Supporters(Telling telling, CancellationToken ct)
    {
        var found = telling.Parties.IsPublic ? await audiences.Supporters(telling.Parties, telling.Spread.AfterSupporter, Batch, ct) : [];
        await letters.Run([.. Each(telling, Audience.Supporter, found)], ct);
        telling.Spread.Go(found.Count == 0 ? null : found[^1].Account, found.Count == Batch);
    }

    private async Task Followers(Telling telling, CancellationToken ct)
    {
        var found = telling.Parties.IsPublic ? await audiences.Followers(telling.Parties, telling.Spread.AfterFollower, Batch, ct) : [];
        await letters.Run([.. Each(telling, Audience.Follower, found.Select(f => f.Recipient))], ct);
        telling.Spread.Go(found.Count == 0 ? null : found[^1].Follow, found.Count == Batch);
    }

    private static IEnumerable<Addressed> Each(Telling telling, Audience audience, IEnumerable<Recipient> found) =>
        from topic in telling.Topics
        where topic.To.Contains(audience)
        from recipient in found
        select new Addressed(telling, topic, audience, recipient);
}
