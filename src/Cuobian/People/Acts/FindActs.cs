using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Acts;

/// <summary>The audit administrator reads the ledger of acts, the latest first.</summary>
public sealed class FindActs(CuobianDb db, Actor actor, IAccounts accounts)
{
    public const int PageSize = 50;

    /// <summary>A line with today's names for the accounts in it; the ledger itself holds none.</summary>
    public sealed record Line(ActLine Act, string By, string Subject);

    /// <param name="before">The line above which the page ends; null for the newest.</param>
    /// <param name="ct">Stops the reading.</param>
    public async Task<IReadOnlyList<Line>> Run(long? before, CancellationToken ct)
    {
        actor.Require(PeoplePermissions.Audit, "");
        var from = before ?? long.MaxValue;
        var lines = await db.Acts.AsNoTracking().Where(l => l.Seq < from).OrderByDescending(l => l.Seq).Take(PageSize).ToListAsync(ct);
        var named = lines.SelectMany(l => new[] { l.By, l.Subject }).Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Distinct().ToList();
        var names = await accounts.NamesOf(named, ct);
        string Named(string text) => Guid.TryParse(text, out var id) && names.TryGetValue(id, out var name) ? name : text;
        return [.. lines.Select(l => new Line(l, Named(l.By), Named(l.Subject)))];
    }
}
