using System.Text.Json;
using Microsoft.Playwright;

namespace Cuobian.BrowserTests.Support;

/// <summary>How a page looks: to a camera, and to somebody who cannot see it.</summary>
internal static class Looks
{
    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(Path.Combine(Build.AppSource, "node_modules", "axe-core", "axe.min.js")));

    /// <summary>Keeps a picture of the whole page in <c>artifacts/screens</c>.</summary>
    public static Task Picture(this IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(Build.Root, "artifacts", "screens", name + ".png"), FullPage = true });

    /// <summary>Fails with what stands in the way of people who use a screen reader, a keyboard or large type (WCAG 2.2 AA).</summary>
    public static async Task MustBeAccessible(this IPage page)
    {
        // What is still fading has not its colours yet; what never ends is not waited for.
        await page.EvaluateAsync("() => Promise.race([Promise.allSettled(document.getAnimations().filter(a => a.effect?.getComputedTiming().endTime !== Infinity).map(a => a.finished)), new Promise(done => setTimeout(done, 8000))])");
        // Evaluated instead of added as a script, so that the page's content security policy stays as it is.
        await page.EvaluateAsync(Axe.Value);
        var found = await page.EvaluateAsync<JsonElement>("""
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }))
                .violations.flatMap(v => v.nodes.map(n => `${v.id}: ${v.help}: ${n.target.join(' ')}`))
            """);
        // Written out whole: a shortened list does not say which element to mend.
        if (found.GetArrayLength() > 0) Assert.Fail(string.Join('\n', found.EnumerateArray().Select(violation => violation.GetString())));
    }
}
