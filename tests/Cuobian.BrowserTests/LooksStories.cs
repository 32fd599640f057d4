using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Cuobian.BrowserTests.Support;
using Microsoft.Playwright;

namespace Cuobian.BrowserTests;

/// <summary>Every page of the app, looked at by everybody it is made for.</summary>
public sealed partial class LooksStories(Town town)
{
    [Fact]
    public void No_page_is_forgotten()
    {
        var written = Directory.EnumerateFiles(Build.AppSource, "*.razor", SearchOption.AllDirectories)
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal))
            .SelectMany(file => Declared().Matches(File.ReadAllText(file)).Select(page => page.Groups[1].Value));
        Assert.Equal(written.Order(StringComparer.Ordinal), Sight.All.Select(sight => sight.Route).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_page_can_be_read_by_everybody_and_fits_its_screen()
    {
        var tour = new Tour(town);
        await tour.Prepare();
        var wrong = new List<string>();
        wrong.AddRange(await tour.Each(new(Device.Phone, "zh-CN"), CheckOnPhone));
        wrong.AddRange(await tour.Each(new(Device.Phone, "zh-CN", Elder: true), CheckOnPhone));
        wrong.AddRange(await tour.Each(new(Device.Wall, "zh-CN"), (page, _) => page.MustBeAccessible()));
        wrong.AddRange(await tour.Each(new(Device.Phone, "en"), async (page, _) =>
        {
            await MustFit(page);
            await page.SetViewportSizeAsync(1440, 900);
            await page.MustBeAccessible();
            await page.SetViewportSizeAsync(390, 844);
        }));
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    /// <summary>Pictures of every page, for whoever makes them; <c>eng/screenshots</c> runs it.</summary>
    [Fact(Explicit = true)]
    public async Task Pictures()
    {
        var folder = Environment.GetEnvironmentVariable("CUOBIAN_PICTURES") is { Length: > 0 } named ? named : Path.Combine(Build.Root, "artifacts", "screenshots");
        var only = Environment.GetEnvironmentVariable("CUOBIAN_PAGES") ?? "";
        var looks = Environment.GetEnvironmentVariable("CUOBIAN_PICTURES_LOOK") ?? "";
        var tour = new Tour(town);
        await tour.Prepare();
        var wrong = new ConcurrentBag<string>();
        foreach (var look in Looks().Where(look => look.ToString().Contains(looks, StringComparison.Ordinal)))
            foreach (var failure in await tour.Each(look, (page, sight) => Picture(page, Path.Combine(folder, sight.Face, $"{sight.Name}-{look}.png")), only))
                wrong.Add(failure);
        Assert.Empty(wrong);
    }

    private static async Task CheckOnPhone(IPage page, Sight sight)
    {
        await MustFit(page);
        await page.MustBeAccessible();
    }

    private static async Task MustFit(IPage page)
    {
        var wide = await page.EvaluateAsync<string>("""
            () => document.documentElement.scrollWidth <= innerWidth ? '' : [...document.querySelectorAll('body *')]
                .filter(part => part.getBoundingClientRect().right > innerWidth + 1).slice(-3).map(part => part.outerHTML.slice(0, 120)).join('\n')
            """);
        Assert.True(wide.Length == 0, $"wider than the screen: {wide}");
    }

    private static async Task Picture(IPage page, string path)
    {
        // Maps and charts draw a moment later than the page.
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle, new() { Timeout = 2_000 }).ContinueWith(_ => { }, TaskScheduler.Default);
        await page.ScreenshotAsync(new() { Path = path, FullPage = true, Animations = ScreenshotAnimations.Disabled, Timeout = 120_000 });
    }

    private static IEnumerable<Look> Looks() =>
        from language in (string[])["zh-CN", "en"]
        from look in (Look[])[new(Device.Phone, language), new(Device.Desk, language), new(Device.Wall, language), new(Device.Phone, language, Elder: true), new(Device.Desk, language, Elder: true)]
        select look;

    [GeneratedRegex("^@page \"([^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex Declared();
}
