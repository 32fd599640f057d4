using System.Text.Json;

namespace Cuobian.Web;

/// <summary>Carries one sentence over the redirect after a form: what was done, told once on the next page.</summary>
internal static class Flash
{
    private const string Cookie = "flash";

    public static void Tell(HttpContext http, string code, params string[] details) =>
        http.Response.Cookies.Append(Cookie, Uri.EscapeDataString(JsonSerializer.Serialize<string[]>([code, .. details])),
            new CookieOptions { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(2) });

    /// <summary>The sentence, if one is waiting; it is forgotten at once.</summary>
    public static string? Take(HttpContext http, Sentences sentences)
    {
        if (http.Request.Cookies[Cookie] is not { } cookie) return null;
        if (!http.Response.HasStarted) http.Response.Cookies.Delete(Cookie);
        return Parse(cookie) is [var code, .. var details] && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_') ? sentences.For(code, [.. details]) : null;
    }

    private static string[] Parse(string cookie)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(Uri.UnescapeDataString(cookie)) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
