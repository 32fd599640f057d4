using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Rights;

/// <summary>An administrator ends a post, at once or on a later day; it stays on record.</summary>
public sealed class EndPost(CuobianDb db, Actors actors, Administration administration, TimeProvider time, IActLedger ledger)
{
    /// <param name="id">The account.</param>
    /// <param name="post">One of its posts.</param>
    /// <param name="on">When it ends; now when left out or past, for nobody takes back what was done with it.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>False when there is no such post.</returns>
    public async Task<bool> Run(Guid id, Guid post, DateTimeOffset? on, CancellationToken ct)
    {
        if (await administration.Open(id, ct) is not { } account) return false;
        administration.NotMyself(account);
        if (await db.Posts.SingleOrDefaultAsync(p => p.Id == post && p.Account == id, ct) is not { } ended) return false;
        var now = time.GetUtcNow();
        Refused.If(ended.To <= now, "people.post_over");
        ended.To = on > now ? on : now;
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(ActNames.PostEnded, id.ToString(), new { Post = post, ended.Role, ended.Area, ended.To }, ct);
            return true;
        }, ct);
        actors.Forget(id);
        return true;
    }
}
