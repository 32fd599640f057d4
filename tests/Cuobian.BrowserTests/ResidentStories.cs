using System.Text.RegularExpressions;
using Cuobian.BrowserTests.Support;
using Microsoft.Playwright;

namespace Cuobian.BrowserTests;

/// <summary>Residents report, follow and read, on a phone, at a desk, with large type, by keyboard, and without JavaScript.</summary>
public sealed partial class ResidentStories(Town town)
{
    private static readonly string Photo = Path.Combine(Build.Root, "tests", "Cuobian.Tests", "Files", "Photos", "camera.jpg");

    [Fact]
    public async Task A_resident_reports_with_a_photo_and_follows_it()
    {
        var page = await town.Visit();
        await page.GotoAsync("/");
        await page.ClickAsync("text=拍照反映");
        await page.SetInputFilesAsync("#f-photos", Photo);
        await page.WaitForSelectorAsync("[data-previews] img");
        await ChooseAPlace(page);
        await page.FillAsync("#f-text", "路灯坏了三天，晚上看不见台阶");
        await page.WaitForSelectorAsync("[data-part=kind] .chip");
        await page.Picture("resident-report-filled");
        await page.MustBeAccessible();
        await page.ClickAsync(".act-bar button");
        await page.WaitForURLAsync("**/report/done");
        await page.MustBeAccessible();
        await page.Picture("resident-done");
        Assert.Matches(Number(), await page.InnerTextAsync(".receipt .figures >> nth=0"));
        await page.ClickAsync("text=看办理进度");
        await page.WaitForSelectorAsync(".timeline");
        Assert.Equal(1, await page.Locator(".photos img").CountAsync());
        await page.MustBeAccessible();
        await page.Picture("resident-matter");
    }

    [Fact]
    public async Task Danger_is_shown_while_typing()
    {
        var page = await town.Visit();
        await page.GotoAsync("/report");
        await page.FillAsync("#f-text", "楼下着火了");
        await page.WaitForSelectorAsync("a[href='tel:119']");
        await page.MustBeAccessible();
        await page.Picture("resident-danger");
    }

    [Fact]
    public async Task An_elder_reports_by_keyboard_only()
    {
        var page = await town.Visit(Device.Desk);
        await page.GotoAsync("/elder?on=1&back=%2Freport");
        await GoOn(page, "#f-text");
        await TabTo(page, "#f-text");
        await page.Keyboard.TypeAsync("垃圾没人收，臭死了");
        await page.WaitForSelectorAsync("[data-part=kind] .chip");
        await GoOn(page, ".act-bar button");
        await TabTo(page, ".act-bar button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/report/done");
        Assert.Matches(Number(), await page.InnerTextAsync(".receipt .figures >> nth=0"));
    }

    [Fact]
    public async Task It_works_without_JavaScript()
    {
        var page = await town.Visit(withScript: false);
        await page.GotoAsync("/report");
        await page.SetInputFilesAsync("#f-photos", Photo);
        await page.SelectOptionAsync("select[name=area] >> nth=-1", new SelectOptionValue { Index = 1 });
        await page.ClickAsync(".levels button");
        await page.WaitForSelectorAsync(".photos img[src^='/report/photos/']");
        await page.FillAsync("#f-text", "井盖松了，车一过就响");
        await page.ClickAsync(".act-bar button");
        await page.WaitForURLAsync("**/report/done");
        await page.ClickAsync("text=看办理进度");
        Assert.Contains("井盖松了", await page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Device.Phone, "zh-CN", false)]
    [InlineData(Device.Phone, "zh-CN", true)]
    [InlineData(Device.Phone, "en", false)]
    [InlineData(Device.Desk, "zh-CN", false)]
    [InlineData(Device.Desk, "en", true)]
    public async Task Every_page_is_accessible_and_fits_its_screen(Device device, string language, bool elder)
    {
        var page = await town.Visit(device, language: language);
        await page.GotoAsync($"/elder?on={(elder ? 1 : 0)}&back=%2Freport");
        await GoOn(page, "select[name=area]");
        await ChooseAPlace(page);
        await GoOn(page, "#f-text");
        await page.FillAsync("#f-text", "路灯坏了 the lamp is out");
        await GoOn(page, ".act-bar button");
        await page.ClickAsync(".act-bar button");
        await page.WaitForURLAsync("**/report/done");
        var own = await page.GetAttributeAsync("main a[href^='/matters/']", "href");
        foreach (var (name, address) in new[] { ("home", "/"), ("report", "/report"), ("done", "/report/done"), ("track", "/track"), ("mine", "/mine"), ("matter", own!) })
        {
            await page.GotoAsync(address);
            await page.Picture($"resident-{name}-{device}-{language}{(elder ? "-elder" : "")}");
            await page.MustBeAccessible();
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{address} is wider than the screen");
        }
    }

    /// <summary>The large view shows one act at a time: goes on by the keyboard until this can be seen. Elsewhere it is seen at once.</summary>
    private static async Task GoOn(IPage page, string until)
    {
        while (!await page.Locator(until).First.IsVisibleAsync())
        {
            await TabTo(page, ".steps-bar .first");
            await page.Keyboard.PressAsync("Enter");
        }
    }

    private static async Task TabTo(IPage page, string target)
    {
        for (var presses = 0; presses < 60 && !await page.EvaluateAsync<bool>("target => document.activeElement.matches(target)", target); presses++)
            await page.Keyboard.PressAsync("Tab");
    }

    /// <summary>The first choice at every level, down to a grid.</summary>
    private static async Task ChooseAPlace(IPage page)
    {
        for (var level = 0; level < 5; level++)
        {
            var last = page.Locator("select[name=area]").Last;
            var isGrid = await last.GetAttributeAsync("data-level") == "Grid";
            var asked = page.WaitForResponseAsync(answer => answer.Request.Method == "POST");
            await last.SelectOptionAsync(new SelectOptionValue { Index = 1 });
            await asked;
            if (isGrid) return;
            var count = await page.Locator("select[name=area]").CountAsync();
            await page.WaitForFunctionAsync("n => document.querySelectorAll('select[name=area]').length > n || [...document.querySelectorAll('select[name=area]')].at(-1).dataset.level === 'Grid'", count - 1);
            await page.WaitForFunctionAsync("() => [...document.querySelectorAll('select[name=area]')].at(-1).value === ''");
        }
    }

    [GeneratedRegex(@"^\d{4} \d{4} \d{4}$")]
    private static partial Regex Number();
}
