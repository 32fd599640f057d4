using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Cuobian.Tests.Support;
using Microsoft.AspNetCore.Hosting;

namespace Cuobian.Tests.Web;

/// <summary>The components keep the promises of the house: sound markup, small files, readable colours.</summary>
public sealed partial class DesignTests
{
    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task Every_component_stands_on_the_style_page_with_sound_markup(string language)
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var html = await client.GetStringAsync($"/design?lang={language}", TestContext.Current.CancellationToken);
        Page.AssertSound(html);
        var components = typeof(Cuobian.Web.App).Assembly.GetTypes().Count(t => t.Namespace == "Cuobian.Web.Components" && typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(t));
        Assert.InRange(components, 15, 40);
        Assert.DoesNotMatch("&#x[4-9][0-9A-F]{3};", html);
    }

    [Fact]
    public async Task The_style_page_is_not_for_the_public()
    {
        await using var app = await CuobianApp.Start();
        await using var production = app.WithWebHostBuilder(host => host.UseEnvironment("Production"));
        using var client = production.CreateClient();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/design", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Styles_and_scripts_stay_small_and_are_kept_by_the_browser()
    {
        await using var app = await CuobianApp.Start();
        await using var production = app.WithWebHostBuilder(host => host.UseEnvironment("Production"));
        using var client = production.CreateClient();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        var html = await (await client.GetAsync("/nowhere", TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var inline = html.IndexOf("<style>", StringComparison.Ordinal) is var start and >= 0 ? html[start..html.IndexOf("</style>", StringComparison.Ordinal)] : "";
        var (styles, scripts) = (Zipped(System.Text.Encoding.UTF8.GetBytes(inline)), 0);
        foreach (var address in Assets().Matches(html).Select(m => m.Groups[1].Value))
        {
            var answer = await client.GetAsync($"/{address}", TestContext.Current.CancellationToken);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            var size = Zipped(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            if (address.EndsWith(".css", StringComparison.Ordinal)) styles += size;
            else scripts += size;
        }
        Assert.InRange(styles, 1000, 12_000);
        Assert.InRange(scripts, 100, 2_000);
    }

    [Theory]
    [InlineData(":root")]
    [InlineData("[data-theme=\"dark\"]")]
    public async Task Words_can_be_read_on_every_ground_they_stand_on(string theme)
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var css = await client.GetStringAsync("/css/tokens.css", TestContext.Current.CancellationToken);
        var colours = Colours().Matches(css[css.IndexOf(theme, StringComparison.Ordinal)..].Split('}')[0]).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        string[] plain = ["paper", "card", "sunk"];
        string[] all = [.. plain, "brick-wash", "azurite-wash", "ok-wash", "soon-wash", "late-wash", "new-wash"];
        (string Ink, string[] Grounds)[] pairs =
        [
            ("ink", all), ("ink-2", all), ("ink-3", [.. plain, "brick-wash", "new-wash"]), ("azurite", [.. plain, "azurite-wash"]), ("brick", ["paper", "card"]), ("brick-deep", ["brick-wash", "card"]),
            ("ok", [.. plain, "ok-wash"]), ("soon", [.. plain, "soon-wash", "brick-wash"]), ("late", [.. plain, "late-wash", "brick-wash"]), ("on-brick", ["brick"]),
        ];
        var poor = from pair in pairs
                   from ground in pair.Grounds
                   let contrast = Contrast(colours[pair.Ink], colours[ground])
                   where contrast < 4.5
                   select $"{pair.Ink} on {ground}: {contrast:0.00}";
        Assert.Empty(poor);
    }

    private static double Contrast(string a, string b)
    {
        var (light, dark) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string hex)
    {
        var full = hex.Length == 3 ? string.Concat(hex.Select(c => $"{c}{c}")) : hex;
        double Part(int at)
        {
            var part = int.Parse(full.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return part <= 0.03928 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Part(0) + 0.7152 * Part(2) + 0.0722 * Part(4);
    }

    private static int Zipped(byte[] bytes)
    {
        using var into = new MemoryStream();
        using (var zip = new GZipStream(into, CompressionLevel.SmallestSize)) zip.Write(bytes);
        return into.ToArray().Length;
    }

    [GeneratedRegex("(?:href|src)=\"/((?:css|js)/[^\"]+)\"")]
    private static partial Regex Assets();

    [GeneratedRegex("--([a-z0-9-]+): #([0-9a-f]{6}|[0-9a-f]{3});")]
    private static partial Regex Colours();
}
