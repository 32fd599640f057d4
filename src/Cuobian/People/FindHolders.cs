using Cuobian.Data;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>Finds who holds a permission over an area today.</summary>
internal sealed class FindHolders(CuobianDb db, TimeProvider time) : IStaff
{
    public async Task<IReadOnlyList<Holder>> Holding(string permission, string area, string? unit, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var roles = (await db.Roles.AsNoTracking().ToListAsync(ct)).Where(r => r.Permissions.Contains(permission)).Select(r => r.Code).ToList();
        var above = Enumerable.Range(0, area.Length + 1).Select(length => area[..length]).ToList();
        var held = await (
            from post in db.Posts
            join account in db.Accounts on post.Account equals account.Id
            where above.Contains(post.Area) && roles.Contains(post.Role) && post.From <= now && (post.To == null || post.To > now)
                && !account.Disabled && (post.Unit == null || post.Unit == unit) && (unit == null || post.Unit == unit || account.Unit == unit)
            select new { post.Account, post.Area }).ToListAsync(ct);
        return [.. held.GroupBy(h => h.Account, h => h.Area).Select(h => new Holder(h.Key, h.MaxBy(a => a.Length)!)).OrderByDescending(h => h.Area.Length).ThenBy(h => h.Account)];
    }
}
