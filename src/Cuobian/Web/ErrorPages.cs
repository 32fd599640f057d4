using Cuobian.Kernel;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Web;

/// <summary>Gives a browser a page in house style for what went wrong; the API keeps its problem+json.</summary>
internal sealed class ErrorPages(Sentences sentences) : IExceptionHandler
{
    /// <summary>What the error page tells beside its status: the sentence of a refusal, and the address that was asked for.</summary>
    public sealed record Told(string? Sentence, string Address);

    public ValueTask<bool> TryHandleAsync(HttpContext http, Exception failure, CancellationToken ct)
    {
        if (IsApi(http)) return ValueTask.FromResult(false);
        (http.Response.StatusCode, var sentence) = failure switch
        {
            Refused no => (409, sentences.For(no.Code, [.. no.Details])),
            Denied no => (http.RequestServices.GetRequiredService<Acting>().Actor.IsAnonymous ? 401 : 403, null),
            Invalid => (400, sentences.For("invalid")),
            DbUpdateConcurrencyException => (409, sentences.For("changed_meanwhile")),
            BadHttpRequestException bad => (bad.StatusCode, null),
            _ => (500, (string?)null),
        };
        http.Items[typeof(Told)] = new Told(sentence, Address(http));
        return ValueTask.FromResult(true);
    }

    /// <summary>Fills an answer that has a status but no body yet.</summary>
    public static Task ForEmptyAnswers(StatusCodeContext context)
    {
        var http = context.HttpContext;
        if (IsApi(http)) return Problems.ForEmptyAnswers(context);
        return WantsPage(http) ? Show(context) : Task.CompletedTask;
    }

    public static Told? About(HttpContext http) => http.Items[typeof(Told)] as Told;

    /// <summary>
    /// Runs the pipeline again for the error page, as a GET: the failed request must not be repeated. Its services are new,
    /// because those of the failed request may be half used; who is reading stays the same.
    /// </summary>
    private static async Task Show(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var (path, query, method, services) = (http.Request.Path, http.Request.QueryString, http.Request.Method, http.RequestServices);
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = services.GetRequiredService<Acting>().Actor;
        http.Items.TryAdd(typeof(Told), new Told(null, Address(http)));
        // Razor renders a page for an answer that is already 404 only when it knows that this is the second run.
        http.Features.Set<IStatusCodeReExecuteFeature>(new StatusCodeReExecuteFeature { OriginalPath = path, OriginalQueryString = query.Value, OriginalPathBase = http.Request.PathBase });
        http.RequestServices = scope.ServiceProvider;
        http.SetEndpoint(null);
        http.Request.RouteValues.Clear();
        (http.Request.Path, http.Request.QueryString, http.Request.Method) = ($"/error/{http.Response.StatusCode}", default, "GET");
        try
        {
            await context.Next(http);
        }
        finally
        {
            (http.Request.Path, http.Request.QueryString, http.Request.Method, http.RequestServices) = (path, query, method, services);
        }
    }

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api");

    private static bool WantsPage(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static string Address(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) ? $"{http.Request.PathBase}{http.Request.Path}{http.Request.QueryString}" : "/";
}
