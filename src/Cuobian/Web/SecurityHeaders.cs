using Microsoft.Extensions.Options;

namespace Cuobian.Web;

/// <summary>Tells the browser what a page of this house may do: only our own scripts and styles, inline only the very styles we wrote, and nobody may frame us.</summary>
internal static class SecurityHeaders
{
    public const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; " +
        "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    /// <summary>The same, with one more place to fetch the pictures of a map from.</summary>
    public static string With(string? tiles) =>
        tiles is null ? Policy : Policy.Replace("img-src 'self'", $"img-src 'self' {tiles}", StringComparison.Ordinal) + $"; connect-src 'self' {tiles}";

    public static Task Add(HttpContext http, RequestDelegate next)
    {
        var policy = With(http.RequestServices.GetRequiredService<IOptionsMonitor<MapSettings>>().CurrentValue.Origin);
        if (http.RequestServices.GetRequiredService<InlineStyles>() is { IsHere: true, Hash: var hash }) policy += $"; style-src-elem 'self' {hash}";
        // Exception handling clears the headers of a failed answer, so they are set when it starts.
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            headers["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=(self), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            return Task.CompletedTask;
        });
        return next(http);
    }
}
