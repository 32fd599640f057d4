using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Cuobian.Web;

/// <summary>Chooses between Chinese (the default) and English: what the address asks, else what was remembered, else what the browser prefers.</summary>
internal static class Languages
{
    public const string Cookie = "lang";
    private const string Chinese = "zh-CN";
    private const string English = "en";

    public static void Configure(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture(Chinese).AddSupportedCultures(Chinese, English).AddSupportedUICultures(Chinese, English);
        options.ApplyCurrentCultureToResponseHeaders = true;
        options.RequestCultureProviders = [new CustomRequestCultureProvider(http => Task.FromResult<ProviderCultureResult?>(new(Choose(http.Request))))];
    }

    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>Any Chinese is served as zh-CN and any English as en; everything else is not ours.</summary>
    public static string? Known(string? tag) =>
        Is(tag, "zh") ? Chinese : Is(tag, "en") ? English : null;

    private static string Choose(HttpRequest request) =>
        Known(request.Query["lang"]) ?? Known(request.Cookies[Cookie]) ?? Preferred(request) ?? Chinese;

    private static string? Preferred(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => Known(language.Value.Value))
        .FirstOrDefault(known => known is not null);

    private static bool Is(string? tag, string language) =>
        tag is not null && tag.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (tag.Length == 2 || tag[2] == '-');
}
