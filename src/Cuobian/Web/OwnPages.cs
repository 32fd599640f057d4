namespace Cuobian.Web;

/// <summary>
/// Keeps other sites from acting with the reader's session: what a browser sends to the API with cookies must come from our own pages.
/// Programs with a token, and browsers without a session, are not asked where they come from.
/// </summary>
internal static class OwnPages
{
    public static Task Demand(HttpContext http, RequestDelegate next) =>
        IsActWithCookies(http.Request) && !IsFromHere(http.Request) ? Refuse(http) : next(http);

    private static bool IsActWithCookies(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") && request.Cookies.Count > 0
        && !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    /// <summary>A browser says where a request comes from and no page can change that; what says nothing is no browser.</summary>
    private static bool IsFromHere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site is "same-origin" or "none";
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static Task Refuse(HttpContext http) => Results
        .Problem(type: "other_site", title: http.RequestServices.GetRequiredService<Sentences>().For("other_site"), statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(http);
}
