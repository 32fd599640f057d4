using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Cuobian.Web;

/// <summary>The trace id that a request, its log lines and its answer share, and the name its span goes by: the route, never the address.</summary>
internal static class Correlation
{
    public static string Id(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    public static async Task Name(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span) return;
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? http.Request.Method : $"{http.Request.Method} {route}";
        span.SetTag("http.request.method", http.Request.Method);
        span.SetTag("http.route", route);
        span.SetTag("http.response.status_code", http.Response.StatusCode);
        if (http.Response.StatusCode >= 500) span.SetStatus(ActivityStatusCode.Error);
    }
}
