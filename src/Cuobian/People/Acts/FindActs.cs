using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Acts;

/// <summary>The audit administrator reads the ledger of acts, the latest first.</summary>
public sealed class FindActs(CuobianDb db, Actor actor)
{
    public const int PageSize = 50;

    /// <param name="before">The line above which the page ends; null for the newest.</param>
    /// <param name="ct">Stops the reading.</param>
    public async Task<IReadOnlyList<ActLine>> Run(long? before, CancellationToken ct)
    {
        actor.Require(PeoplePermissions.Audit, "");
        var from = before ?? long.MaxValue;
        return await db.Acts.AsNoTracking().Where(l => l.Seq < from).OrderByDescending(l => l.Seq).Take(PageSize).ToListAsync(ct);
    }
}
