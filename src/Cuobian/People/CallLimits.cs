using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Cuobian.Kernel;
using Microsoft.Extensions.Options;

namespace Cuobian.People;

/// <summary>Keeps every caller of the API, and every address that tries to sign in, to so many calls a minute.</summary>
internal static class CallLimits
{
    private static readonly PathString[] Doors = ["/api/v1", "/open311", "/open-data"];

    /// <summary>It ticks as long as it lives, so it ends with the host.</summary>
    public static PartitionedRateLimiter<HttpContext> Limiter() => PartitionedRateLimiter.Create<HttpContext, string>(Partition);

    /// <summary>The framework's own middleware brings a second limiter for single routes, which nobody needs here and which never ends.</summary>
    public static async Task Keep(HttpContext http, RequestDelegate next)
    {
        using var lease = http.RequestServices.GetRequiredService<PartitionedRateLimiter<HttpContext>>().AttemptAcquire(http);
        if (lease.IsAcquired)
        {
            await next(http);
            return;
        }
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    private static RateLimitPartition<string> Partition(HttpContext http)
    {
        var limits = http.RequestServices.GetRequiredService<IOptionsMonitor<Limits>>().CurrentValue;
        if (IsSignIn(http.Request)) return PerMinute($"sign-in {Address(http)}", limits.SignInsPerMinute);
        if (IsGuess(http.Request)) return PerMinute($"code {Address(http)}", limits.SignInsPerMinute);
        if (IsFromASystem(http.Request)) return PerMinute($"system {Address(http)}", limits.TokenPerMinute);
        if (!HttpMethods.IsPost(http.Request.Method) && !Doors.Any(door => http.Request.Path.StartsWithSegments(door))) return RateLimitPartition.GetNoLimiter("");

        var actor = http.RequestServices.GetRequiredService<Acting>().Actor;
        return actor.IsAnonymous
            ? PerMinute($"address {Address(http)}", limits.AnonymousPerMinute)
            : PerMinute(http.User.FindFirst(Sessions.TokenClaim)?.Value ?? $"account {actor.Account}", actor.CallsPerMinute ?? limits.SignedInPerMinute);
    }

    private static bool IsSignIn(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && (request.Path.StartsWithSegments(SignIn.Path) || request.Path.Equals(SignIn.Page, StringComparison.OrdinalIgnoreCase));

    /// <summary>Somebody tries a number and a code.</summary>
    private static bool IsGuess(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Equals("/track", StringComparison.OrdinalIgnoreCase);

    /// <summary>One system speaks for many people, and shows who it is only inside the body.</summary>
    private static bool IsFromASystem(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && (request.Path.StartsWithSegments("/open311") || request.Path.StartsWithSegments("/exchange"));

    /// <summary>The limit is part of the key, so that a changed one counts from the next call.</summary>
    private static RateLimitPartition<string> PerMinute(string caller, int limit) =>
        RateLimitPartition.GetFixedWindowLimiter($"{caller} {limit}", _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = limit,
            Window = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        });

    /// <summary>The address as it is counted, for those who count elsewhere.</summary>
    internal static string AddressOf(HttpContext? http) => http is null ? "here" : Address(http);

    /// <summary>An IPv6 household owns a whole /64 and counts as one address.</summary>
    private static string Address(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6 }) return address?.ToString() ?? "unknown";
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }
}
