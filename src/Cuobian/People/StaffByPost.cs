using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>Finds staff by the posts they hold now.</summary>
internal sealed class StaffByPost(CuobianDb db, Actors actors, TimeProvider time) : IStaff
{
    private const int CommunityDigits = 12;

    public async Task<IReadOnlyList<Guid>> Holding(string permission, string area, CancellationToken ct)
    {
        var roles = (await db.Roles.AsNoTracking().ToListAsync(ct)).Where(r => r.Permissions.Contains(permission)).Select(r => r.Code).ToList();
        string[] near = area.Length > CommunityDigits ? [area, area[..CommunityDigits]] : [area];
        var now = time.GetUtcNow();
        var posts = await (
            from post in db.Posts
            join account in db.Accounts on post.Account equals account.Id
            where near.Contains(post.Area) && roles.Contains(post.Role) && post.From <= now && (post.To == null || post.To > now) && !account.Disabled
            select new { post.Account, post.Area }).ToListAsync(ct);
        return [.. posts.OrderByDescending(p => p.Area.Length).Select(p => p.Account).Distinct()];
    }

    public async Task<Actor?> ActorOf(Guid account, CancellationToken ct) =>
        await db.Accounts.Where(a => a.Id == account).Select(a => a.SecurityStamp).SingleOrDefaultAsync(ct) is { } stamp ? await actors.OfSession(db, account, stamp, ct) : null;
}
