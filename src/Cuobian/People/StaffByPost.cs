using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>Finds staff by the posts they hold now.</summary>
internal sealed class StaffByPost(CuobianDb db, Actors actors, Duties duties, TimeProvider time) : IStaff
{
    private List<Role>? roles;

    public Task<IReadOnlyList<Holder>> Holding(string permission, string area, string? unit, CancellationToken ct) =>
        duties.Recall(new Duty(permission, area, unit), () => Find(permission, area, unit, ct));

    private async Task<IReadOnlyList<Holder>> Find(string permission, string area, string? unit, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        roles ??= await db.Roles.AsNoTracking().ToListAsync(ct);
        var able = roles.Where(r => r.Permissions.Contains(permission)).Select(r => r.Code).ToList();
        var above = Enumerable.Range(0, area.Length + 1).Select(length => area[..length]).ToList();
        var held = await (
            from post in db.Posts
            join account in db.Accounts on post.Account equals account.Id
            where above.Contains(post.Area) && able.Contains(post.Role) && post.From <= now && (post.To == null || post.To > now)
                && !account.Disabled && (post.Unit == null || post.Unit == unit) && (unit == null || post.Unit == unit || account.Unit == unit)
            select new { post.Account, post.Area }).ToListAsync(ct);
        return [.. held.GroupBy(h => h.Account, h => h.Area).Select(h => new Holder(h.Key, h.MaxBy(a => a.Length)!)).OrderByDescending(h => h.Area.Length).ThenBy(h => h.Account)];
    }

    public async Task<Actor?> ActorOf(Guid account, CancellationToken ct) =>
        await db.Accounts.Where(a => a.Id == account).Select(a => a.SecurityStamp).SingleOrDefaultAsync(ct) is { } stamp ? await actors.OfSession(db, account, stamp, ct) : null;
}
