using Cuobian.Kernel;
using Cuobian.People.Residents;
using Cuobian.People.SignedIn;
using Cuobian.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Cuobian.People;

/// <summary>How a request becomes an actor: sessions and tokens, limits, and the way to the sign-in page.</summary>
internal static class PeopleDoors
{
    private const string Either = "either";
    private const string BadToken = "people.token_invalid";

    public static void AddPeopleDoors(this IServiceCollection services)
    {
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, options =>
                options.ForwardDefaultSelector = http => BearerTokens.IsOffered(http) ? BearerTokens.Name : Sessions.Scheme)
            .AddCookie(Sessions.Scheme, Sessions.Configure)
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, BearerTokens>(BearerTokens.Name, null);
        services.AddDataProtection().SetApplicationName("Cuobian");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(sp => new ConfigureOptions<KeyManagementOptions>(options =>
            options.XmlRepository = new StoredKeys(sp.GetRequiredService<IServiceScopeFactory>(), sp.GetRequiredService<TimeProvider>())));
        services.AddAntiforgery();
        services.AddOptions<Limits>().BindConfiguration("Limits");
        services.AddSingleton(_ => CallLimits.Limiter());
    }

    /// <summary>Knows who acts, holds them to their limit, and turns away bad tokens; then maps signing in and out.</summary>
    public static void UsePeople(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use(CallLimits.Keep);
        app.Use(RefuseBadTokens);
        app.Use(SecondFactor.LeadToEnrolment.Invoke);
        app.Use(AskStrangersToSignIn);
        ShowSession.Map(app);
        SignIn.Map(app);
        SendCode.Map(app);
        EnterByPhone.Map(app);
        SignOut.Map(app);
        FindSessions.Map(app);
        EndSession.Map(app);
    }

    /// <summary>A token that was offered and not accepted is an error, not a stranger.</summary>
    private static Task RefuseBadTokens(HttpContext http, RequestDelegate next)
    {
        if (!BearerTokens.IsOffered(http) || !http.RequestServices.GetRequiredService<Acting>().Actor.IsAnonymous) return next(http);
        http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        var sentence = http.RequestServices.GetRequiredService<Sentences>().For(BadToken);
        return Results.Problem(type: BadToken, title: sentence, statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(http);
    }

    /// <summary>A page that a stranger may not see leads to the sign-in page and back.</summary>
    private static async Task AskStrangersToSignIn(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Denied) when (IsStrangerOnAPage(http))
        {
            http.Response.Redirect(SignIn.Page + QueryString.Create("back", http.Request.Path + http.Request.QueryString));
        }
    }

    private static bool IsStrangerOnAPage(HttpContext http) =>
        !http.Response.HasStarted && HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/api")
        && http.RequestServices.GetRequiredService<Acting>().Actor.IsAnonymous;
}
