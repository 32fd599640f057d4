using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Cuobian.Field;

/// <summary>Tells a phone how to install the field pages: name, icons, and where to start.</summary>
internal static class Manifest
{
    public const string Path = "/field/manifest.webmanifest";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, (IStringLocalizer<Text> words) => Results.Json(new
        {
            id = "/field",
            name = words["app_name"].Value,
            short_name = words["app_short"].Value,
            description = words["app_about"].Value,
            lang = CultureInfo.CurrentUICulture.Name,
            start_url = "/field",
            // Signing in and the public pages open inside the installed app too; the worker behind it serves /field only.
            scope = "/",
            display = "standalone",
            background_color = "#fbf8f4",
            theme_color = "#2a1a15",
            icons = new object[]
            {
                new { src = "/img/app.svg", sizes = "any", type = "image/svg+xml", purpose = "any" },
                new { src = "/img/app-192.png", sizes = "192x192", type = "image/png", purpose = "any maskable" },
                new { src = "/img/app-512.png", sizes = "512x512", type = "image/png", purpose = "any maskable" },
            },
        }, contentType: "application/manifest+json")).ExcludeFromDescription();
}
