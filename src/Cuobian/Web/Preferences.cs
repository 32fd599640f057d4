using Microsoft.AspNetCore.Http.HttpResults;

namespace Cuobian.Web;

/// <summary>Remembers how somebody likes to read: the language and the elder view. A plain link does it, so it works without JavaScript.</summary>
internal static class Preferences
{
    public const string ElderCookie = "elder";

    public static void Map(IEndpointRouteBuilder routes)
    {
        string[] methods = ["GET", "POST"];
        routes.MapMethods("/lang", methods, (HttpContext http, string? to, string? back) =>
        {
            if (Languages.Known(to) is { } language) Remember(http, Languages.Cookie, language);
            return Back(http, back);
        }).ExcludeFromDescription();
        routes.MapMethods("/elder", methods, (HttpContext http, string? on, string? back) =>
        {
            Remember(http, ElderCookie, on == "1" ? "1" : "0");
            return Back(http, back);
        }).ExcludeFromDescription();
    }

    public static bool IsElder(HttpRequest request) => request.Cookies[ElderCookie] == "1";

    /// <summary>A path on this site, or the home page when the address leads anywhere else.</summary>
    public static string LocalPath(string? path) =>
        path is ['/', ..] && RedirectHttpResult.IsLocalUrl(path) ? path : "/";

    private static IResult Back(HttpContext http, string? back)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.LocalRedirect(LocalPath(back));
    }

    private static void Remember(HttpContext http, string name, string value) => http.Response.Cookies.Append(name, value, new CookieOptions
    {
        MaxAge = TimeSpan.FromDays(365),
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        Path = "/",
    });
}
