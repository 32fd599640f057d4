using System.Security.Claims;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.SignedIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>The cookie of a session. It only names the session; whether that still lives is asked of the database.</summary>
internal static class Sessions
{
    public const string Scheme = "session";
    public const string TokenClaim = "token";
    public const string Cookie = "cuobian";
    private const string IdClaim = "session";
    private const string Kept = "kept";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Cookie;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Session.ResidentAtMost;
        options.SlidingExpiration = false;
        options.LoginPath = SignIn.Page;
        options.Events.OnValidatePrincipal = Check;
        options.Events.OnSigningIn = Keep;
    }

    public static async Task Open(HttpContext http, Account account)
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var session = Session.Open(account, http.Request.Headers.UserAgent, CallLimits.AddressOf(http), now);
        var db = http.RequestServices.GetRequiredService<CuobianDb>();
        db.Add(session);
        await db.SaveChangesAsync(http.RequestAborted);
        var identity = new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()),
            new Claim(ClaimTypes.Name, account.Name),
            new Claim(IdClaim, session.Id.ToString()),
        ], Scheme);
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = session.EndsAt };
        // A desk is shared, a phone is not: only residents stay signed in when the browser is closed.
        if (account.Phone is not null) properties.SetParameter<TimeSpan?>(Kept, session.EndsAt - now);
        await http.SignInAsync(Scheme, new ClaimsPrincipal(identity), properties);
    }

    /// <summary>Ends the session for good, wherever its cookie may have been copied to.</summary>
    public static async Task Close(HttpContext http)
    {
        var services = http.RequestServices;
        if (IdOf(http.User) is { } id)
        {
            DateTimeOffset? now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var db = services.GetRequiredService<CuobianDb>();
            await db.InOneTransaction(() => db.Set<Session>().Where(s => s.Id == id && s.EndedAt == null)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), http.RequestAborted), http.RequestAborted);
            services.GetRequiredService<LiveSessions>().Forget(id);
        }
        await http.SignOutAsync(Scheme);
    }

    /// <summary>The session of a signed-in person; null for strangers and tokens.</summary>
    public static Guid? IdOf(ClaimsPrincipal? person) => Guid.TryParse(person?.FindFirstValue(IdClaim), out var id) ? id : null;

    /// <summary>Said as a span and not as a date, because the clocks of old phones go wrong.</summary>
    private static Task Keep(CookieSigningInContext context)
    {
        context.CookieOptions.MaxAge = context.Properties.GetParameter<TimeSpan?>(Kept);
        return Task.CompletedTask;
    }

    private static async Task Check(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (await Known(context.Principal, http) is { } known)
        {
            http.RequestServices.GetRequiredService<Acting>().Actor = known.Actor;
            if (known.MustEnrol) SecondFactor.LeadToEnrolment.Mark(http);
            return;
        }
        context.RejectPrincipal();
        await http.SignOutAsync(Scheme);
    }

    private static async Task<Actors.Known?> Known(ClaimsPrincipal? person, HttpContext http)
    {
        if (IdOf(person) is not { } id) return null;
        var (services, ct) = (http.RequestServices, http.RequestAborted);
        var db = services.GetRequiredService<CuobianDb>();
        if (await services.GetRequiredService<LiveSessions>().Find(db, id, ct) is not { } session) return null;
        return await services.GetRequiredService<Actors>().Know(db, session.Account, session.Stamp, ct);
    }
}
