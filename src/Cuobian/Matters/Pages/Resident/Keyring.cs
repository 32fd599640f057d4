using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Cuobian.Matters.Pages.Resident;

/// <summary>The numbers and codes a device holds, so that its owner follows their matters without an account; sealed, and out of every address.</summary>
internal static class Keyring
{
    public const int Most = 30;
    public const string Mine = "mine";
    private const string Receipt = "receipt";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(30);

    public static IReadOnlyList<NumberAndCode> Read(HttpContext http) => Open<NumberAndCode[]>(http, Mine) ?? [];

    public static string? CodeFor(HttpContext http, string number) =>
        Read(http).Append(Just(http)).FirstOrDefault(held => held?.Number == number)?.Code;

    /// <summary>The code of a whole opens its parts; they come after what the device holds already.</summary>
    public static void Add(HttpContext http, IEnumerable<NumberAndCode> parts)
    {
        var held = Read(http);
        var more = parts.Where(part => held.All(h => h.Number != part.Number)).ToList();
        if (more.Count > 0) Write(http, Mine, Seal(http, Mine).Protect(JsonSerializer.Serialize(held.Concat(more).Take(Most))), Kept);
    }

    public static void Keep(HttpContext http, NumberAndCode held) =>
        Write(http, Mine, Seal(http, Mine).Protect(JsonSerializer.Serialize(Read(http).Where(h => h.Number != held.Number).Prepend(held).Take(Most))), Kept);

    public static void Forget(HttpContext http)
    {
        http.Response.Cookies.Delete(Mine);
        http.Response.Cookies.Delete(Receipt);
    }

    /// <summary>What was reported a moment ago on this device, also for somebody else.</summary>
    public static NumberAndCode? Just(HttpContext http) => Open<NumberAndCode>(http, Receipt);

    public static void Hand(HttpContext http, string receipt) => Write(http, Receipt, receipt, Shown);

    /// <summary>A number and its code in a form that only this house can read.</summary>
    public static string Sealed(HttpContext http, NumberAndCode held) => Seal(http, Receipt).Protect(JsonSerializer.Serialize(held));

    public static NumberAndCode? Unsealed(HttpContext http, string receipt) => Open<NumberAndCode>(http, Receipt, receipt);

    private static T? Open<T>(HttpContext http, string name) where T : class =>
        http.Request.Cookies[name] is { Length: > 0 } cookie ? Open<T>(http, name, cookie) : null;

    private static T? Open<T>(HttpContext http, string name, string text) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Seal(http, name).Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static void Write(HttpContext http, string name, string value, TimeSpan lasting) => http.Response.Cookies.Append(name, value, new CookieOptions
    {
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        MaxAge = lasting,
        Path = "/",
    });

    private static IDataProtector Seal(HttpContext http, string purpose) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector($"Cuobian.Matters.{purpose}");
}
