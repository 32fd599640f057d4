using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Rights;

/// <summary>Whose accounts an administrator may touch: those whose posts all lie in their area; residents only from the top of the house.</summary>
public sealed class Administration(CuobianDb db, Actor actor, IPlaces places)
{
    /// <summary>The account, or null when there is none; throws when it is not theirs to touch.</summary>
    public async Task<Account?> Open(Guid id, CancellationToken ct)
    {
        actor.RequireSomewhere(PeoplePermissions.Manage);
        if (await db.Accounts.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } account) return null;
        await Require(account, ct);
        return account;
    }

    public async Task<Account?> Open(string login, CancellationToken ct)
    {
        actor.RequireSomewhere(PeoplePermissions.Manage);
        var normal = Account.Normal(login);
        if (await db.Accounts.SingleOrDefaultAsync(a => a.Login == normal, ct) is not { } account) return null;
        await Require(account, ct);
        return account;
    }

    /// <summary>Nobody gives or takes their own rights.</summary>
    public void NotMyself(Account account) => Refused.If(actor.Account == account.Id, "people.not_yourself");

    private async Task Require(Account account, CancellationToken ct)
    {
        var areas = await db.AreasOf(account.Id, ct);
        if (areas.Count == 0) areas.Add(places.Root);
        foreach (var area in areas) actor.Require(PeoplePermissions.Manage, area);
    }
}
