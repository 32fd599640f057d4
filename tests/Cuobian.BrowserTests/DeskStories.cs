using System.Text.Json;
using Cuobian.BrowserTests.Support;
using Microsoft.Playwright;

namespace Cuobian.BrowserTests;

/// <summary>Dispatchers at their queue: together, and without a mouse.</summary>
public sealed class DeskStories(Town town)
{
    private const string Community = "359902001001";
    private const string Unit = "359902000000-CG";

    [Fact]
    public async Task Two_dispatchers_see_each_others_acts_without_a_reload()
    {
        var (community, centre) = (await SignedIn("community"), await SignedIn("centre"));
        var number = await Report(community, "两位派遣员都在看的一件事");
        foreach (var page in new[] { community, centre })
        {
            await page.GotoAsync($"/console?view=all&text={number}");
            await page.Locator($"[data-row='{number}']").WaitForAsync();
            await page.EvaluateAsync("() => { window.neverLeft = true; }");
        }

        await Must(community.APIRequest.PostAsync($"/api/v1/matters/{number}/classify", new() { DataObject = new { categoryCode = "0203" } }));
        await Assertions.Expect(centre.Locator($"[data-row='{number}'] [data-label='类别']")).ToContainTextAsync("照明", new() { Timeout = 30_000 });
        await Must(centre.APIRequest.PostAsync($"/api/v1/matters/{number}/dispatch", new() { DataObject = new { unitCode = Unit } }));
        await Assertions.Expect(community.Locator($"[data-row='{number}'] [data-label='谁在办']")).ToContainTextAsync("榕城区城市管理局", new() { Timeout = 30_000 });
        foreach (var page in new[] { community, centre }) Assert.True(await page.EvaluateAsync<bool>("window.neverLeft === true"));
    }

    [Fact]
    public async Task A_dispatcher_clears_ten_matters_by_keyboard_alone()
    {
        const int ten = 10;
        var centre = await SignedIn("centre");
        for (var n = 0; n < ten; n++)
        {
            var number = await Report(centre, "键盘清单上的纸箱");
            await Must(centre.APIRequest.PostAsync($"/api/v1/matters/{number}/classify", new() { DataObject = new { categoryCode = "0101" } }));
        }
        await centre.GotoAsync("/console?view=all&text=键盘清单上的纸箱");
        await Assertions.Expect(centre.Locator("[data-row]")).ToHaveCountAsync(ten);

        await centre.Keyboard.PressAsync("x");
        for (var n = 1; n < ten; n++)
        {
            await centre.Keyboard.PressAsync("j");
            await centre.Keyboard.PressAsync("x");
        }
        await Assertions.Expect(centre.Locator("[name=numbers]:checked")).ToHaveCountAsync(ten);
        await TabTo(centre, "#bulk details > summary");
        await centre.Keyboard.PressAsync("Enter");
        await TabTo(centre, "#bulk [name=unitCode]");
        for (var presses = 0; presses < 300 && await centre.InputValueAsync("#bulk [name=unitCode]") != Unit; presses++) await centre.Keyboard.PressAsync("ArrowDown");
        await TabTo(centre, "#bulk [value=dispatch]");
        await centre.Keyboard.PressAsync("Enter");
        await centre.WaitForURLAsync("**/console/bulk/*");
        await Assertions.Expect(centre.Locator("main .badge.ok")).ToContainTextAsync($"{ten}");
        Assert.Equal(0, await centre.Locator("main .badge.late").CountAsync());
    }

    [Fact]
    public async Task A_view_kept_by_keyboard_is_found_at_another_desk_and_let_go()
    {
        const string name = "照明超期";
        var here = await SignedIn("community");
        await here.GotoAsync("/console?view=overdue&category=02");
        await TabTo(here, ".keep-view > summary");
        await here.Keyboard.PressAsync("Enter");
        await TabTo(here, ".keep-view [name=name]");
        await here.Keyboard.InsertTextAsync(name);
        await here.Keyboard.PressAsync("Enter");
        await Assertions.Expect(here.Locator("[data-part=views] [aria-current]")).ToContainTextAsync(name);
        await here.MustBeAccessible();

        var there = await SignedIn("community");
        await there.GotoAsync("/console");
        await there.Locator("[data-part=views] a", new() { HasTextString = name }).ClickAsync();
        await there.WaitForURLAsync("**/console?*category=02*");
        await there.Locator("form:has([name=saved]) button").ClickAsync();
        await Assertions.Expect(there.Locator("[data-part=views]")).Not.ToContainTextAsync(name);
    }

    [Fact]
    public async Task List_map_and_matter_follow_each_other()
    {
        var centre = await SignedIn("centre");
        // Matters of its own: others are busy in this town, and the list is alive.
        for (var n = 0; n < 6; n++)
            await Must(centre.APIRequest.PostAsync("/api/v1/matters", new() { DataObject = new { text = $"沿路走过去的第 {n} 件事", point = new { lat = 23.91 + (n * 0.003), lon = 118.33 + (n * 0.01) } } }));
        await centre.GotoAsync("/console?view=all&text=沿路走过去&map=1");
        await Assertions.Expect(centre.Locator("[data-live-map][data-state=open]")).ToBeAttachedAsync(new() { Timeout = 60_000 });
        var rows = centre.Locator("[data-row][data-lat]");
        await Assertions.Expect(centre.Locator(".map-pin")).ToHaveCountAsync(await rows.CountAsync());

        var (third, last) = ((await rows.Nth(2).GetAttributeAsync("data-row"))!, (await rows.Last.GetAttributeAsync("data-row"))!);
        await rows.Nth(2).Locator("td:first-child > a").ClickAsync();
        await MustAgreeOn(centre, third);
        Assert.True(await LiesInTheMiddle(centre, third), "the pin of the chosen row is not in the middle of the map");

        // The map has come near, so the other pins may lie outside what it shows.
        await centre.Locator($".map-pin[data-pin='{last}']").DispatchEventAsync("click");
        await MustAgreeOn(centre, last);
        await Assertions.Expect(centre.Locator($"[data-row='{last}']")).ToBeInViewportAsync();

        await centre.Keyboard.PressAsync("k");
        await MustAgreeOn(centre, (await centre.Locator($"[data-row]:has(+ [data-row='{last}'])").GetAttributeAsync("data-row"))!);
        await centre.Keyboard.PressAsync("ArrowDown");
        await MustAgreeOn(centre, last);
        await centre.GoBackAsync();
        await centre.GoBackAsync();
        await MustAgreeOn(centre, last);
        await centre.MustBeAccessible();
        await centre.Picture("console-map");
    }

    /// <summary>Without the map library the map of the server has the same pins.</summary>
    [Fact]
    public async Task Without_the_map_library_the_drawn_map_follows_too()
    {
        var centre = await SignedIn("centre");
        await centre.RouteAsync("**/vendor/**", route => route.AbortAsync());
        await centre.GotoAsync("/console?view=overdue&area=359902001&map=1");
        await Assertions.Expect(centre.Locator("[data-map-said]")).ToBeVisibleAsync();
        var pin = centre.Locator("svg .pin").First;
        var number = (await pin.GetAttributeAsync("data-pin"))!;
        await pin.DispatchEventAsync("click");
        await MustAgreeOn(centre, number);
    }

    /// <summary>One matter is chosen in the list, on the map and beside them.</summary>
    private static async Task MustAgreeOn(IPage page, string number)
    {
        await Assertions.Expect(page.Locator($"[data-part=detail] [data-matter='{number}']")).ToBeAttachedAsync();
        await Assertions.Expect(page.Locator($"[data-row='{number}']")).ToHaveAttributeAsync("aria-current", "true");
        await Assertions.Expect(page.Locator("[data-pin][aria-current]")).ToHaveAttributeAsync("data-pin", number);
    }

    private static Task<bool> LiesInTheMiddle(IPage page, string number) => page.EvaluateAsync<bool>("""
        async number => {
          const off = () => {
            const [pin, map] = [`.map-pin[data-pin="${number}"]`, '.map-frame'].map(name => document.querySelector(name).getBoundingClientRect());
            return Math.hypot((pin.left + pin.right - map.left - map.right) / 2, (pin.top + pin.bottom - map.top - map.bottom) / 2);
          };
          for (let round = 0; round < 100 && off() > 30; round++) await new Promise(done => setTimeout(done, 50));
          return off() <= 30;
        }
        """, number);

    private Task<IPage> SignedIn(string login) => town.SignedIn(login);

    private static async Task<string> Report(IPage page, string text)
    {
        var told = await Must(page.APIRequest.PostAsync("/api/v1/matters", new() { DataObject = new { text, areaCode = Community } }));
        return (await told.JsonAsync<JsonElement>()).GetProperty("number").GetString()!;
    }

    private static async Task TabTo(IPage page, string target)
    {
        for (var presses = 0; presses < 150 && !await page.EvaluateAsync<bool>("target => document.activeElement.matches(target)", target); presses++)
            await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>("target => document.activeElement.matches(target)", target), $"{target} is not reached with the tabulator");
    }

    private static async Task<IAPIResponse> Must(Task<IAPIResponse> asked)
    {
        var answer = await asked;
        Assert.True(answer.Ok, $"{answer.Url}: {answer.Status} {await answer.TextAsync()}");
        return answer;
    }
}
