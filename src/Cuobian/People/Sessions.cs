using System.Globalization;
using System.Security.Claims;
using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Cuobian.People;

/// <summary>Sessions in a cookie: who signed in and when, ended by a new security stamp, by idleness, or after a day.</summary>
internal static class Sessions
{
    public const string Scheme = "session";
    public const string TokenClaim = "token";
    public const string Cookie = "cuobian";
    public static readonly TimeSpan Idle = TimeSpan.FromHours(8);
    public static readonly TimeSpan AtMost = TimeSpan.FromHours(24);
    private const string StampClaim = "stamp";
    private const string Since = "since";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Cookie;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Idle;
        options.SlidingExpiration = true;
        options.LoginPath = SignIn.Page;
        options.Events.OnValidatePrincipal = Check;
    }

    public static Task Open(HttpContext http, Account account)
    {
        var identity = new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()),
            new Claim(ClaimTypes.Name, account.Name),
            new Claim(StampClaim, account.SecurityStamp),
        ], Scheme);
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var properties = new AuthenticationProperties { Items = { [Since] = now.ToString("O", CultureInfo.InvariantCulture) } };
        return http.SignInAsync(Scheme, new ClaimsPrincipal(identity), properties);
    }

    public static Task Close(HttpContext http) => http.SignOutAsync(Scheme);

    private static async Task Check(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (!IsTooOld(context) && await ActorOf(context.Principal!, http) is { } actor)
        {
            http.RequestServices.GetRequiredService<Acting>().Actor = actor;
            return;
        }
        context.RejectPrincipal();
        await Close(http);
    }

    private static bool IsTooOld(CookieValidatePrincipalContext context)
    {
        var now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return !DateTimeOffset.TryParse(context.Properties.GetString(Since), CultureInfo.InvariantCulture, out var since) || now - since >= AtMost;
    }

    private static async Task<Actor?> ActorOf(ClaimsPrincipal principal, HttpContext http)
    {
        if (!Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var account)) return null;
        if (principal.FindFirstValue(StampClaim) is not { } stamp) return null;
        var db = http.RequestServices.GetRequiredService<CuobianDb>();
        return await http.RequestServices.GetRequiredService<Actors>().OfSession(db, account, stamp, http.RequestAborted);
    }
}
