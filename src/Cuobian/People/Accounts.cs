using Cuobian.Data;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>Answers other modules about accounts.</summary>
internal sealed class Accounts(CuobianDb db) : IAccounts
{
    public Task<string?> NameOf(Guid account, CancellationToken ct) =>
        db.Accounts.Where(a => a.Id == account).Select(a => a.Name).SingleOrDefaultAsync(ct);

    public async Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> accounts, CancellationToken ct) =>
        await db.Accounts.Where(a => accounts.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
}
