using Microsoft.AspNetCore.Antiforgery;

namespace Cuobian.People;

/// <summary>Somebody ends their session on this device.</summary>
internal static class SignOut
{
    public const string Page = "/sign-out";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapDelete(SignIn.Path, async (HttpContext http) =>
        {
            await Sessions.Close(http);
            return Results.NoContent();
        }).WithTags("Session").Produces(StatusCodes.Status204NoContent);
        app.MapPost(Page, async (HttpContext http, IAntiforgery antiforgery) =>
        {
            if (!await antiforgery.IsRequestValidAsync(http)) return Results.BadRequest();
            await Sessions.Close(http);
            return Results.LocalRedirect("/");
        }).ExcludeFromDescription();
    }
}
