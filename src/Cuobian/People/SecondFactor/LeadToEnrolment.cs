using Cuobian.Web;
using Microsoft.AspNetCore.StaticAssets;

namespace Cuobian.People.SecondFactor;

/// <summary>Whose role demands a second factor does nothing before it is enrolled: pages lead to enrolment, the API says why not.</summary>
internal static class LeadToEnrolment
{
    public const string Page = "/me/second-factor";
    public const string Needed = "people.second_factor_needed";
    private static readonly object Marked = new();
    private static readonly PathString[] Open = [Page, SignIn.Page, SignOut.Page, SignIn.Path, "/lang", "/elder"];

    public static bool IsMarked(HttpContext http) => http.Items.ContainsKey(Marked);

    public static void Mark(HttpContext http) => http.Items[Marked] = true;

    public static Task Invoke(HttpContext http, RequestDelegate next)
    {
        if (!IsMarked(http) || IsOpen(http)) return next(http);
        if (http.Request.Path.StartsWithSegments("/api") || !HttpMethods.IsGet(http.Request.Method))
            return Results.Problem(type: Needed, title: http.RequestServices.GetRequiredService<Sentences>().For(Needed), statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(http);
        http.Response.Redirect(Page);
        return Task.CompletedTask;
    }

    private static bool IsOpen(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || Open.Contains(http.Request.Path) || http.Request.Path.StartsWithSegments("/error");
}
