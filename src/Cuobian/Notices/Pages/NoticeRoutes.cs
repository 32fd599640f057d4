using Cuobian.Kernel;
using Cuobian.Notices.Follows;
using Cuobian.Notices.Letters;
using Cuobian.Web;
using Microsoft.AspNetCore.Antiforgery;

namespace Cuobian.Notices.Pages;

/// <summary>What the pages of notices need beside themselves: opening a notice, and the small forms that stand in other pages.</summary>
internal static class NoticeRoutes
{
    private static readonly RequireAntiforgeryTokenAttribute OwnForm = new();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/me/notices/{id:guid}", Open).ExcludeFromDescription();
        routes.MapPost("/follow/add", Add).WithMetadata(OwnForm).ExcludeFromDescription();
        routes.MapPost("/follow/{id:guid}/end", End).WithMetadata(OwnForm).ExcludeFromDescription();
        routes.MapPost("/me/notices/read", ReadAll).WithMetadata(OwnForm).ExcludeFromDescription();
    }

    private static async Task<IResult> Open(Guid id, HttpContext http, ReadInbox inbox, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await inbox.Open(id, ct) is { } path ? Results.LocalRedirect(path) : Results.NotFound();
    }

    private static Task<IResult> Add(HttpContext http, FollowThings follow, CancellationToken ct) => Try(http, async form =>
    {
        var wanted = new FollowThings.Form { Number = form["number"], Area = form["area"], Category = form["category"] };
        return await follow.Run(wanted, ct) is null ? null : "notices.followed";
    });

    private static Task<IResult> End(Guid id, HttpContext http, FindFollows follows, CancellationToken ct) =>
        Try(http, async _ => await follows.End(id, ct) ? "notices.unfollowed" : null);

    private static Task<IResult> ReadAll(HttpContext http, ReadInbox inbox, CancellationToken ct) => Try(http, async _ =>
    {
        await inbox.ReadAll(ct);
        return "notices.all_read";
    });

    private static async Task<IResult> Try(HttpContext http, Func<IFormCollection, Task<string?>> work)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true }) return Results.BadRequest();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        try
        {
            if (await work(form) is not { } told) return Results.NotFound();
            Flash.Tell(http, told);
        }
        catch (Refused no)
        {
            Flash.Tell(http, no.Code, [.. no.Details.Select(d => $"{d}")]);
        }
        return Results.LocalRedirect(Preferences.LocalPath(form["back"]));
    }
}
