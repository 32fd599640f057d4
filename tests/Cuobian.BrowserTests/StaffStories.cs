using System.Text.Json;
using Cuobian.BrowserTests.Support;
using Microsoft.Playwright;

namespace Cuobian.BrowserTests;

/// <summary>People at their desks, in the field and before the wall, in a real browser.</summary>
public sealed class StaffStories(Town town)
{
    [Fact]
    public async Task A_matter_passes_from_desk_to_desk()
    {
        var centre = await SignedIn("centre");
        var number = await Report(centre);
        await centre.GotoAsync($"/console/matters/{number}");
        await centre.MustBeAccessible();
        await Open(centre, "classify");
        await centre.SelectOptionAsync("[name=classify-categoryCode]", "0203");
        await Send(centre, "classify");
        await Open(centre, "dispatch");
        await centre.SelectOptionAsync("[name=dispatch-unitCode]", "359902000000-CG");
        await Send(centre, "dispatch");

        var handler = await SignedIn("handler");
        await handler.GotoAsync($"/console?view=mine&text={number}");
        Assert.Equal(1, await handler.Locator($"[data-row='{number}']").CountAsync());
        await handler.GotoAsync($"/console/matters/{number}");
        await Send(handler, "accept");
        await Open(handler, "submit");
        await handler.CheckAsync("[name=submit-outcome][value=Solved]", new() { Force = true });
        await handler.FillAsync("[name=submit-words]", "灯已经修好，请放心。");
        await handler.MustBeAccessible();
        await Send(handler, "submit");

        var verifier = await SignedIn("verifier");
        await verifier.GotoAsync($"/console/matters/{number}");
        await Open(verifier, "pass");
        await Send(verifier, "pass");
        Assert.Contains("待评价", await verifier.TextContentAsync(".matter-head"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_queue_can_be_worked_with_the_keyboard()
    {
        var page = await SignedIn("centre");
        await page.GotoAsync("/console?view=all");
        await page.MustBeAccessible();
        await page.Picture("console-queue");
        var second = await page.Locator("[data-row]").Nth(1).GetAttributeAsync("data-row");
        await page.Keyboard.PressAsync("j");
        await page.WaitForURLAsync($"**open={second}*");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        await page.WaitForURLAsync($"**open={second}*");
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("#keys")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator($"[data-row='{second}'][aria-current]").WaitForAsync();
        await page.Locator($"[data-row='{second}'] a").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/console/matters/{second}");
    }

    [Fact]
    public async Task The_wall_shows_the_city_and_every_figure_leads_to_its_list()
    {
        var page = await SignedIn("leader", Device.Wall);
        await page.GotoAsync("/screen");
        await page.MustBeAccessible();
        await page.Picture("screen-wall");
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollHeight > innerHeight + 1"));
        await page.Locator(".wall-stats a").First.ClickAsync();
        await page.WaitForURLAsync("**/console?view=all*");
    }

    [Fact]
    public async Task A_grid_worker_finds_the_round_on_the_phone()
    {
        var page = await SignedIn("grid", Device.Phone);
        await page.WaitForURLAsync("**/field");
        await page.MustBeAccessible();
        await page.Locator(".task").First.ClickAsync();
        await page.WaitForURLAsync("**/field/matters/*");
        await page.MustBeAccessible();
        await page.Picture("field-matter");
    }

    private Task<IPage> SignedIn(string login, Device device = Device.Desk) => town.SignedIn(login, device);

    private static async Task<string> Report(IPage page)
    {
        var answer = await page.APIRequest.PostAsync("/api/v1/matters", new() { DataObject = new { text = "小区东门那盏灯坏三天了", areaCode = "359902001001" } });
        return (await answer.JsonAsync<JsonElement>()).GetProperty("number").GetString()!;
    }

    private static Task Open(IPage page, string act) => page.ClickAsync($"details.act:has(input[value=act-{act}]) > summary");

    private static async Task Send(IPage page, string act)
    {
        // The last button sends; one before it may fill in prepared words.
        await page.Locator($"form:has(input[value=act-{act}]) button[type=submit]").Last.ClickAsync();
        await page.Locator("[data-toast]").WaitForAsync();
    }
}
