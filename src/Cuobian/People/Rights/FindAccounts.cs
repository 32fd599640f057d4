using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Rights;

/// <summary>The security administrator finds the accounts of staff in their area, by name, login, unit or role; residents are not listed.</summary>
public sealed class FindAccounts(CuobianDb db, Actor actor, TimeProvider time, IUnits units)
{
    public const int PageSize = 50;

    /// <summary>What to look for: words in name, login or unit, and a role.</summary>
    public sealed record Filter(string? Text, string? Role, bool Closed, string? After);

    /// <summary>An account with the roles it holds today.</summary>
    public sealed record Line(Guid Id, string Login, string Name, string? Unit, IReadOnlyList<string> Roles, bool SecondFactor, bool Resting, bool Disabled);

    /// <summary>One page by login, and where the next one starts.</summary>
    public sealed record Answer(IReadOnlyList<Line> Lines, string? Next);

    public async Task<Answer> Run(Filter filter, CancellationToken ct)
    {
        actor.RequireSomewhere(PeoplePermissions.Manage);
        var now = time.GetUtcNow();
        var (mine, posted) = (Mine(), db.Posts);
        if (!filter.Closed) mine = mine.Where(a => !a.Disabled);
        if (filter.Role is { Length: > 0 } role)
            mine = mine.Where(a => posted.Any(p => p.Account == a.Id && p.Role == role && p.From <= now && (p.To == null || p.To > now)));
        if (filter.After is { Length: > 0 } after) mine = mine.Where(a => string.Compare(a.Login, after) > 0);

        var found = await Matching(mine.OrderBy(a => a.Login), filter.Text?.Trim() ?? "", ct);
        var page = found.Take(PageSize).ToList();
        var ids = page.Select(a => a.Id).ToList();
        var posts = (await db.Posts.AsNoTracking().Where(p => ids.Contains(p.Account)).ToListAsync(ct)).Where(p => p.HeldAt(now)).ToLookup(p => p.Account);
        return new Answer(
            [.. page.Select(a => new Line(a.Id, a.Login, a.Name, UnitOf(a), [.. posts[a.Id].Select(p => p.Role).Distinct()], a.SecondFactorSince is not null, a.LockedUntil > now, a.Disabled))],
            found.Count > PageSize ? page[^1].Login : null);
    }

    /// <summary>Accounts with a password, all of whose posts lie where the administrator administers.</summary>
    private IQueryable<Account> Mine()
    {
        var (staff, posts) = (db.Accounts.AsNoTracking().Where(a => a.PhoneIndex == null), db.Posts);
        var areas = actor.Grants.Where(g => g.Permission == PeoplePermissions.Manage).Select(g => g.Area).ToList();
        if (actor.IsSystem || areas.Contains("")) return staff;
        IQueryable<Post> outside = posts;
        foreach (var area in areas) outside = outside.Where(p => !p.Area.StartsWith(area));
        return staff.Where(a => posts.Any(p => p.Account == a.Id) && !outside.Any(p => p.Account == a.Id));
    }

    /// <summary>Names are sealed in the database: words are looked for here, row by row, until the page is full.</summary>
    private async Task<List<Account>> Matching(IQueryable<Account> accounts, string text, CancellationToken ct)
    {
        if (text.Length == 0) return await accounts.Take(PageSize + 1).ToListAsync(ct);
        var found = new List<Account>();
        await foreach (var account in accounts.AsAsyncEnumerable().WithCancellation(ct))
        {
            if (!Has(account.Name) && !Has(account.Login) && !Has(UnitOf(account))) continue;
            found.Add(account);
            if (found.Count > PageSize) break;
        }
        return found;

        bool Has(string? where) => where?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
    }

    private string? UnitOf(Account account) => account.Unit is { } code ? units.Find(code)?.Name ?? code : null;
}
