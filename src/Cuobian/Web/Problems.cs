using System.Text.Json;
using Cuobian.Kernel;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Web;

/// <summary>Turns what went wrong into problem+json (RFC 9457): a status, a stable code as <c>type</c>, a sentence, and the faults by field.</summary>
internal sealed class Problems(Sentences sentences) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception failure, CancellationToken ct)
    {
        if (Describe(failure, http) is not { } problem) return false;
        http.Response.StatusCode = problem.Status!.Value;
        await Write(http, problem, ct);
        return true;
    }

    /// <summary>The body of an answer that has a status but no words yet: 400, 401, 404, 405, 415, 429.</summary>
    public static Task ForEmptyAnswers(StatusCodeContext context)
    {
        var http = context.HttpContext;
        if (!http.Request.Path.StartsWithSegments("/api")) return context.Next(http);
        var sentences = http.RequestServices.GetRequiredService<Sentences>();
        return Write(http, Problem(http.Response.StatusCode, CodeOf(http.Response.StatusCode), sentences), http.RequestAborted);
    }

    private ProblemDetails? Describe(Exception failure, HttpContext http) => failure switch
    {
        Refused no => Problem(409, no.Code, sentences, [.. no.Details]),
        Denied no => Problem(http.RequestServices.GetRequiredService<Acting>().Actor.IsAnonymous ? 401 : 403, "denied", sentences, no.Permission),
        Invalid { Faults: [{ Code: "file_too_large" } fault] } no => WithFaults(Problem(413, fault.Code, sentences, [.. fault.Details]), no.Faults),
        Invalid no => WithFaults(Problem(400, "invalid", sentences), no.Faults),
        DbUpdateConcurrencyException => Problem(409, "changed_meanwhile", sentences),
        BadHttpRequestException { StatusCode: 413 } => Problem(413, "http_413", sentences),
        BadHttpRequestException { InnerException: JsonException json } => WithFaults(Problem(400, "bad_json", sentences), [new Fault(json.Path ?? "$", "bad_json")]),
        BadHttpRequestException bad => Problem(bad.StatusCode, CodeOf(bad.StatusCode), sentences),
        _ when http.Request.Path.StartsWithSegments("/api") => Problem(500, "internal", sentences),
        _ => null,
    };

    private static string CodeOf(int status) => status == 400 ? "bad_request" : $"http_{status}";

    private ProblemDetails WithFaults(ProblemDetails problem, IReadOnlyList<Fault> faults)
    {
        problem.Extensions["errors"] = faults.Select(f => new { f.Field, f.Code, Message = sentences.For(f.Code, [.. f.Details]) }).ToList();
        return problem;
    }

    private static ProblemDetails Problem(int status, string code, Sentences sentences, params object[] details) =>
        new() { Status = status, Type = code, Title = sentences.For(code, details) };

    private static Task Write(HttpContext http, ProblemDetails problem, CancellationToken ct)
    {
        problem.Extensions["traceId"] = Correlation.Id(http);
        return http.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json", ct);
    }
}
