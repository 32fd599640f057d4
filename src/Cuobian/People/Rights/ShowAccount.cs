using Cuobian.Data;
using Cuobian.People.Contracts;
using Cuobian.People.SignedIn;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Rights;

/// <summary>The security administrator opens one account: its facts, its posts today, to come and past.</summary>
public sealed class ShowAccount(CuobianDb db, Administration administration, TimeProvider time, IUnits units, IPlaces places)
{
    /// <summary>A post in words.</summary>
    public sealed record PostLine(Guid Id, Role Role, string Area, string AreaName, string? Unit, DateTimeOffset From, DateTimeOffset? To, bool Over);

    /// <summary>An account as its administrator sees it.</summary>
    public sealed record Answer(
        Guid Id, string Login, string Name, string? Unit, string? OfficePhone, DateTimeOffset CreatedAt, bool Disabled, DateTimeOffset? LockedUntil, DateTimeOffset? SecondFactorSince,
        bool MustEnrol, int Sessions, DateTimeOffset? SeenAt, IReadOnlyList<PostLine> Posts, bool Own);

    /// <summary>Null when there is no such account.</summary>
    public async Task<Answer?> Run(Guid id, Guid? me, CancellationToken ct)
    {
        if (await administration.Open(id, ct) is not { } account) return null;
        var now = time.GetUtcNow();
        var posts = await (
            from post in db.Posts
            join role in db.Roles on post.Role equals role.Code
            where post.Account == id
            orderby post.From descending
            select new { Post = post, Role = role }).AsNoTracking().ToListAsync(ct);
        var sessions = (await db.Set<Session>().AsNoTracking().Where(s => s.Account == id && s.Stamp == account.SecurityStamp && s.EndedAt == null && s.EndsAt > now).ToListAsync(ct))
            .Where(s => s.LivesAt(now)).ToList();
        return new Answer(account.Id, account.Login, account.Name, UnitName(account.Unit), account.OfficePhone, account.CreatedAt, account.Disabled,
            account.LockedUntil > now ? account.LockedUntil : null, account.SecondFactorSince,
            account.SecondFactorSince is null && posts.Exists(p => p.Post.HeldAt(now) && p.Role.NeedsSecondFactor), sessions.Count, sessions.Count == 0 ? null : sessions.Max(s => s.SeenAt),
            [.. posts.Select(p => new PostLine(p.Post.Id, p.Role, p.Post.Area, AreaName(p.Post.Area), UnitName(p.Post.Unit), p.Post.From, p.Post.To, p.Post.To <= now))], me == id);
    }

    private string? UnitName(string? code) => code is null ? null : units.Find(code)?.Name ?? code;

    /// <summary>Empty for everywhere.</summary>
    private string AreaName(string code) => code.Length == 0 ? "" : string.Join(' ', places.Path(code).Select(a => a.Name)) is { Length: > 0 } path ? path : code;
}
