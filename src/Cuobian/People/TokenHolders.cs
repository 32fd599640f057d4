using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;

namespace Cuobian.People;

/// <summary>Tells other modules whose rights a token gives.</summary>
internal sealed class TokenHolders(CuobianDb db, Actors actors) : ITokens
{
    public async Task<Actor?> ActorOf(string secret, CancellationToken ct) =>
        await actors.OfToken(db, secret, ct) is var (_, actor) ? actor : null;
}
