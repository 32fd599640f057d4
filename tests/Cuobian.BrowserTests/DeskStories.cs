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
