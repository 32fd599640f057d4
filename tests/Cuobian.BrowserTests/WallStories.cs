using Cuobian.BrowserTests.Support;
using Microsoft.Playwright;

namespace Cuobian.BrowserTests;

/// <summary>The wall in a hall: it hangs there for days, and nobody presses reload.</summary>
public sealed class WallStories(Town town)
{
    private const int Updates = 500;

    [Fact]
    public async Task Five_hundred_changes_leave_the_wall_as_light_as_it_was()
    {
        var page = await town.SignedIn("leader", Device.Wall);
        await page.AddInitScriptAsync(Faster);
        await page.GotoAsync("/screen");
        await Assertions.Expect(page.Locator("[data-wall-map][data-state=open]")).ToBeAttachedAsync(new() { Timeout = 60_000 });
        await page.EvaluateAsync("() => { window.neverLeft = true; }");
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Performance.enable");

        await Change(page, 60);
        var before = await Weigh(devTools);
        await Change(page, Updates);
        var after = await Weigh(devTools);

        Assert.True(await page.EvaluateAsync<bool>("window.neverLeft === true"), "the wall was loaded anew");
        Assert.True(after["JSHeapUsedSize"] - before["JSHeapUsedSize"] < 3e6, $"memory grew from {before["JSHeapUsedSize"] / 1e6:F1} to {after["JSHeapUsedSize"] / 1e6:F1} MB");
        Assert.True(after["Nodes"] - before["Nodes"] < 500, $"nodes grew from {before["Nodes"]} to {after["Nodes"]}");
        Assert.True(after["JSEventListeners"] - before["JSEventListeners"] < 50, $"listeners grew from {before["JSEventListeners"]} to {after["JSEventListeners"]}");
        TestContext.Current.SendDiagnosticMessage($"after {Updates} changes: {before["JSHeapUsedSize"] / 1e6:F1} → {after["JSHeapUsedSize"] / 1e6:F1} MB, {before["Nodes"]} → {after["Nodes"]} nodes, {before["JSEventListeners"]} → {after["JSEventListeners"]} listeners");
    }

    [Fact]
    public async Task Every_figure_and_every_grid_leads_to_its_list()
    {
        var page = await town.SignedIn("leader", Device.Wall);
        await page.GotoAsync("/screen");
        await Assertions.Expect(page.Locator("[data-wall-map][data-state=open]")).ToBeAttachedAsync(new() { Timeout = 60_000 });
        foreach (var figure in await page.Locator(".wall .stat, .wall .rank .num, .wall .hot .num, .wall .chart-table [data-v]").AllAsync())
            Assert.True(await figure.EvaluateAsync<bool>("figure => figure.closest('a, li, tr').matches('a') || figure.closest('li, tr').querySelector('a[href]') !== null"), await figure.TextContentAsync());
        await page.MustBeAccessible();
        Assert.Equal(await page.Locator(".spots a").EvaluateAllAsync<string[]>("all => all.map(a => a.href)"), await page.Locator(".wall-spot").EvaluateAllAsync<string[]>("all => all.map(a => a.href)"));
        Assert.Equal("", await page.EvaluateAsync<string>("""
            async () => (await (await fetch(document.querySelector('[data-wall-map]').dataset.source)).json()).features.map(grid => grid.properties)
                .filter(({ code, n, href }) => n > 0 && !href.startsWith(`/console?view=all&area=${code}&state=`)).map(({ code }) => code).join()
            """));
    }

    [Fact]
    public async Task Without_the_map_library_the_drawn_map_stays()
    {
        var page = await town.SignedIn("leader", Device.Wall);
        await page.RouteAsync("**/vendor/maplibre*", route => route.AbortAsync());
        await page.GotoAsync("/screen");
        await Assertions.Expect(page.Locator(".chart-flow canvas")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".wall-map svg")).ToBeVisibleAsync();
        Assert.True(await page.Locator(".wall-map svg a[href^='/console']").CountAsync() > 0);
    }

    /// <summary>So many times somebody somewhere acts on a matter, and the wall shows it.</summary>
    private static async Task Change(IPage page, int times) => await page.EvaluateAsync("""
        async times => {
          for (let n = 0; n < times; n++) {
            const asked = window.asked;
            window.line.dispatchEvent(new MessageEvent('matter', { data: '2611' }));
            while (window.asked === asked) await new Promise(done => requestAnimationFrame(done));
            for (const frame of [1, 2]) await new Promise(done => requestAnimationFrame(done));
          }
        }
        """, times);

    /// <summary>What is still there after everything that is not needed was let go.</summary>
    private static async Task<Dictionary<string, double>> Weigh(ICDPSession devTools)
    {
        for (var round = 0; round < 3; round++) await devTools.SendAsync("HeapProfiler.collectGarbage");
        var told = await devTools.SendAsync("Performance.getMetrics");
        return told!.Value.GetProperty("metrics").EnumerateArray().ToDictionary(m => m.GetProperty("name").GetString()!, m => m.GetProperty("value").GetDouble());
    }

    /// <summary>A day in a minute: no waiting between two looks, and every look finds other figures, everywhere on the wall.</summary>
    private const string Faster = """
        const [later, ask] = [window.setTimeout, window.fetch];
        const answers = new Map();
        window.asked = 0;
        window.setTimeout = (work, wait, ...rest) => later(work, wait === 5000 ? 0 : wait, ...rest);
        window.EventSource = class extends EventTarget { static OPEN = 1; readyState = 1; constructor() { super(); window.line = this; } close() {} };
        window.fetch = async (address, ...rest) => {
          const path = new URL(address, location).pathname;
          if (!path.startsWith('/screen')) return ask(address, ...rest);
          if (!answers.has(path)) answers.set(path, await (await ask(address, ...rest)).text());
          const other = () => Math.floor(Math.random() * 90);
          const text = path.endsWith('.geojson')
            ? answers.get(path).replace(/"n":\d+,"late":(true|false)/g, () => `"n":${other() % 7},"late":${other() % 5 === 0}`)
            : answers.get(path).replace(/data-v="[\d.]+"/g, () => `data-v="${other()}"`).replace(/(<b>|class="num nowrap">)\d+/g, (_, start) => start + other());
          window.asked++;
          return new Response(text, { status: 200 });
        };
        """;
}
