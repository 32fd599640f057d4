using System.Security.Cryptography;
using System.Text.Json;
using Cuobian.Data;
using Cuobian.Data.Files;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Cuobian.Web;

/// <summary>Honours <c>Idempotency-Key</c> on every POST: the work and its answer are stored together, a replay gets the stored answer.</summary>
internal sealed class IdempotentPosts(IOptions<JsonOptions> json) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = http.Request.Headers[Header].ToString();
        if (key.Length == 0 || !HttpMethods.IsPost(http.Request.Method)) return await next(context);

        var once = http.RequestServices.GetRequiredService<Once>();
        var asked = $"{http.Request.Path}{http.Request.QueryString}\n{await BodyHash(http)}";
        var (status, body) = await once.Run(key, asked, async () => Answer(await next(context)), http.RequestAborted);
        return body.Length == 0 ? Results.StatusCode(status) : Results.Text(body, "application/json", statusCode: status);
    }

    /// <summary>Keeps the body so that it can be hashed after binding has read it.</summary>
    public static void Buffer(HttpContext http)
    {
        if (http.Request.Headers.ContainsKey(Header)) http.Request.EnableBuffering();
    }

    private (int Status, string Body) Answer(object? result) => result switch
    {
        IStatusCodeHttpResult { StatusCode: { } status } and IValueHttpResult { Value: { } value } => (status, Serialize(value)),
        IStatusCodeHttpResult { StatusCode: { } status } => (status, ""),
        null => (200, ""),
        _ => (200, Serialize(result)),
    };

    private string Serialize(object value) => JsonSerializer.Serialize(value, value.GetType(), json.Value.SerializerOptions);

    private static async Task<string> BodyHash(HttpContext http)
    {
        http.Request.Body.Position = 0;
        var hash = MultipartHash.Boundary(http.Request.ContentType) is { } boundary
            ? await MultipartHash.Of(http.Request.Body, boundary, http.RequestAborted)
            : await SHA256.HashDataAsync(http.Request.Body, http.RequestAborted);
        return Convert.ToHexStringLower(hash);
    }
}
