using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Cuobian.Web;

/// <summary>Carries one sentence over the redirect after a form: what was done, told once on the next page. It is sealed, so that nobody tells it but us.</summary>
internal static class Flash
{
    private const string Cookie = "flash";

    public static void Tell(HttpContext http, string code, params string[] details) =>
        http.Response.Cookies.Append(Cookie, Seal(http.RequestServices).Protect(JsonSerializer.Serialize<string[]>([code, .. details])),
            new CookieOptions { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(2), Path = "/" });

    /// <summary>The sentence, if one is waiting; it is forgotten at once.</summary>
    public static string? Take(HttpContext http, Sentences sentences)
    {
        if (http.Request.Cookies[Cookie] is not { } cookie) return null;
        if (!http.Response.HasStarted) http.Response.Cookies.Delete(Cookie);
        return Open(http.RequestServices, cookie) is [var code, .. var details] ? sentences.For(code, [.. details]) : null;
    }

    internal static IDataProtector Seal(IServiceProvider services) => services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Cuobian.Flash");

    private static string[]? Open(IServiceProvider services, string cookie)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(Seal(services).Unprotect(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
