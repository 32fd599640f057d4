using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>Lists tokens, never their secrets.</summary>
public sealed class FindTokens(CuobianDb db, Actor actor)
{
    /// <summary>One token as a list shows it.</summary>
    public sealed record Line(
        Guid Id, string Login, string Name, IReadOnlyList<string> Scope, int CallsPerMinute, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt);

    public async Task<IReadOnlyList<Line>> Run(CancellationToken ct)
    {
        actor.Require(PeoplePermissions.Tokens, "");
        return await (
            from token in db.Tokens
            join account in db.Accounts on token.Account equals account.Id
            orderby token.CreatedAt
            select new Line(token.Id, account.Login, token.Name, token.Scope, token.CallsPerMinute, token.ExpiresAt, token.RevokedAt)).ToListAsync(ct);
    }
}
