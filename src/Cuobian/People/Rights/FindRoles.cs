using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Rights;

/// <summary>The security administrator reads the roles: what each allows, and who holds it.</summary>
public sealed class FindRoles(CuobianDb db, Actor actor, TimeProvider time, IAccounts accounts)
{
    /// <summary>A role and how many people hold it today.</summary>
    public sealed record Line(Role Role, int Holders);

    /// <summary>Somebody who holds a role, where, and for which unit.</summary>
    public sealed record Holder(Guid Account, string Name, string Area, string? Unit, DateTimeOffset From);

    /// <summary>One role with its holders; <paramref name="Editable"/> unless it is one's own.</summary>
    public sealed record Answer(Role Role, IReadOnlyList<Holder> Holders, bool Editable);

    public static string NameOf(Role role) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? role.En : role.Zh;

    public async Task<IReadOnlyList<Line>> Run(CancellationToken ct)
    {
        actor.RequireSomewhere(PeoplePermissions.Manage);
        var now = time.GetUtcNow();
        var roles = await db.Roles.AsNoTracking().ToListAsync(ct);
        var held = await db.Posts.Where(p => p.From <= now && (p.To == null || p.To > now))
            .Select(p => new { p.Role, p.Account }).Distinct().GroupBy(p => p.Role).Select(g => new { Role = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Role, g => g.Count, ct);
        return [.. roles.OrderBy(NameOf, StringComparer.CurrentCulture).Select(r => new Line(r, held.GetValueOrDefault(r.Code)))];
    }

    /// <summary>Null when there is no such role. Only holders inside the reader's own area are named.</summary>
    public async Task<Answer?> Show(string code, CancellationToken ct)
    {
        actor.RequireSomewhere(PeoplePermissions.Manage);
        if (await db.Roles.AsNoTracking().SingleOrDefaultAsync(r => r.Code == code, ct) is not { } role) return null;
        var now = time.GetUtcNow();
        var posts = await db.Posts.AsNoTracking().Where(p => p.Role == code && p.From <= now && (p.To == null || p.To > now)).OrderBy(p => p.Area).ToListAsync(ct);
        var seen = posts.Where(p => actor.May(PeoplePermissions.Manage, p.Area)).ToList();
        var names = await accounts.NamesOf([.. seen.Select(p => p.Account).Distinct()], ct);
        return new Answer(role, [.. seen.Select(p => new Holder(p.Account, names.GetValueOrDefault(p.Account, ""), p.Area, p.Unit, p.From))],
            posts.TrueForAll(p => p.Account != actor.Account));
    }
}
