using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Cuobian.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Pages.Resident;

/// <summary>What resident pages need beside themselves: photos for those who may see them, and the forms that stand in lists.</summary>
internal static class ResidentRoutes
{
    private static readonly RequireAntiforgeryTokenAttribute OwnForm = new();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/matters/{number}/photos/{file:guid}", Photo).ExcludeFromDescription();
        routes.MapGet("/areas/map.geojson", (HttpContext http, IPlaces places, Categories categories, CountArea count) => Grids(places.Root, http, places, categories, count)).ExcludeFromDescription();
        routes.MapGet("/areas/{code}/map.geojson", Grids).ExcludeFromDescription();
        routes.MapGet("/report/photos/{file:guid}", Upload).ExcludeFromDescription();
        routes.MapPost("/matters/{number}/support", Support).WithMetadata(OwnForm).ExcludeFromDescription();
        routes.MapPost("/mine/claim", Claim).WithMetadata(OwnForm).ExcludeFromDescription();
        routes.MapPost("/mine/forget", Forget).WithMetadata(OwnForm).ExcludeFromDescription();
    }

    private static async Task<IResult> Photo(string number, Guid file, string? thumb, HttpContext http, FollowMatter follow, ServeFile serve, CancellationToken ct) =>
        await follow.MaySeePhoto(number, file, Keyring.CodeFor(http, number), ct) ? await serve.Serve(file, thumb is not null, ct) : Results.NotFound();

    /// <summary>A photo that was just sent and belongs to nothing yet; only who sent it knows its id.</summary>
    private static async Task<IResult> Upload(Guid file, CuobianDb db, Actor actor, ServeFile serve, CancellationToken ct) =>
        await db.Set<StoredFile>().AnyAsync(f => f.Id == file && !f.Attached && (f.By == null || f.By == actor.Account), ct)
            ? await serve.Serve(file, thumb: true, ct)
            : Results.NotFound();

    private static async Task<IResult> Support(string number, HttpContext http, SupportMatter support, CancellationToken ct)
    {
        if (!IsOwnForm(http)) return Results.BadRequest();
        var form = await http.Request.ReadFormAsync(ct);
        try
        {
            if (await support.Run(number, SupportMatter.Device(http), ct) is not { } answer) return Results.NotFound();
            Flash.Tell(http, "matters.home_supported", answer.Supporters.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (Refused no)
        {
            Flash.Tell(http, no.Code, [.. no.Details.Select(d => $"{d}")]);
        }
        return Results.LocalRedirect(Preferences.LocalPath(form["back"]));
    }

    /// <summary>What this device holds goes to the account; then the device need not remember it any more.</summary>
    private static async Task<IResult> Claim(HttpContext http, Actor actor, ClaimMatters claim, CancellationToken ct)
    {
        if (!IsOwnForm(http)) return Results.BadRequest();
        if (actor.Account is null) return Results.LocalRedirect("/sign-in?back=%2Fmine");
        var claimed = await claim.Run(Keyring.Read(http), ct);
        Keyring.Forget(http);
        Flash.Tell(http, "matters.mine_claimed", claimed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return Results.LocalRedirect("/mine");
    }

    private static IResult Forget(HttpContext http)
    {
        if (!IsOwnForm(http)) return Results.BadRequest();
        Keyring.Forget(http);
        Flash.Tell(http, "matters.mine_forgotten");
        return Results.LocalRedirect("/mine");
    }

    private static async Task<IResult> Grids(string code, HttpContext http, IPlaces places, Categories categories, CountArea count)
    {
        if (code.Length > 0 && places.Find(code) is null) return Results.NotFound();
        var address = AreaAddress.Of(code, http.Request, categories) with { After = null };
        var counts = await count.ByPlace(address.Filter(categories), http.RequestAborted);
        var shapes = count.IsByTownship(code) ? places.Outlines(code, AreaLevel.Township) : GridGeo.Drawn(places, code);
        return GridGeo.Answer(http, GridGeo.Write(shapes, g => new GridSign(counts.GetValueOrDefault(g.Code), false, g.Code == code ? null : address.At(g.Code))), isPublic: true);
    }

    private static bool IsOwnForm(HttpContext http) => http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true };
}
