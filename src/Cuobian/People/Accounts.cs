using Cuobian.Data;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>Answers other modules about accounts.</summary>
internal sealed class Accounts(CuobianDb db) : IAccounts
{
    public async Task<string?> NameOf(Guid account, CancellationToken ct) => (await NamesOf([account], ct)).GetValueOrDefault(account);

    public async Task<string?> PhoneOf(Guid account, CancellationToken ct) =>
        (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == account && !a.Disabled, ct))?.Phone;

    /// <summary>Whole rows are read, because a name is opened only together with its row.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> accounts, CancellationToken ct) =>
        (await db.Accounts.AsNoTracking().Where(a => accounts.Contains(a.Id)).ToListAsync(ct)).ToDictionary(a => a.Id, a => a.Name);
}
