using Cuobian.Kernel;
using Cuobian.People.Acts;
using Microsoft.AspNetCore.Antiforgery;

namespace Cuobian.People;

/// <summary>Somebody ends their session on this device.</summary>
public sealed class SignOut(Actor actor, IActLedger ledger)
{
    public const string Page = "/sign-out";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapDelete(SignIn.Path, async (SignOut signOut, HttpContext http, CancellationToken ct) =>
        {
            await signOut.Run(http, ct);
            return Results.NoContent();
        }).WithTags("Session").Produces(StatusCodes.Status204NoContent);
        app.MapPost(Page, async (SignOut signOut, HttpContext http, IAntiforgery antiforgery, CancellationToken ct) =>
        {
            if (!await antiforgery.IsRequestValidAsync(http)) return Results.BadRequest();
            await signOut.Run(http, ct);
            return Results.LocalRedirect("/");
        }).ExcludeFromDescription();
    }

    public async Task Run(HttpContext http, CancellationToken ct)
    {
        if (actor.Account is { } account) await ledger.Write(ActNames.SignOut, account.ToString(), null, ct);
        await Sessions.Close(http);
    }
}
