using System.Security.Claims;
using System.Text.Encodings.Web;
using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cuobian.People;

/// <summary>Knows the caller by <c>Authorization: Bearer</c>.</summary>
internal sealed class BearerTokens(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, CuobianDb db, Actors actors, Acting acting)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "token";
    private const string Bearer = "Bearer";

    /// <summary>Does the request carry a token at all, good or bad?</summary>
    public static bool IsOffered(HttpContext http) => Offered(http) is not null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Offered(Context) is not { } secret) return AuthenticateResult.NoResult();
        if (await actors.OfToken(db, secret, Context.RequestAborted) is not var (token, actor))
            return AuthenticateResult.Fail("unknown, expired or revoked token");

        acting.Actor = actor;
        var identity = new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, actor.Account!.Value.ToString()),
            new Claim(ClaimTypes.Name, actor.Name),
            new Claim(Sessions.TokenClaim, token.Id.ToString()),
        ], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    private static string? Offered(HttpContext http)
    {
        var words = http.Request.Headers.Authorization.ToString().Split(' ', 2, StringSplitOptions.TrimEntries);
        return words[0].Equals(Bearer, StringComparison.OrdinalIgnoreCase) ? words.ElementAtOrDefault(1) ?? "" : null;
    }
}
