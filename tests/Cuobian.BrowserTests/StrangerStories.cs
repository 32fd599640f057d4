using Cuobian.BrowserTests.Support;
using Microsoft.Playwright;

namespace Cuobian.BrowserTests;

/// <summary>Somebody without an account or a name, who has a number and a code.</summary>
public sealed class StrangerStories(Town town)
{
    [Fact]
    public async Task A_stranger_follows_an_anonymous_matter_by_number_and_code()
    {
        var reporter = await town.Visit();
        await reporter.GotoAsync("/report");
        await reporter.FillAsync("#f-text", "桥头的护栏松了，孩子靠着会掉下去");
        await reporter.ClickAsync(".act-bar button");
        await reporter.WaitForURLAsync("**/report/done");
        var (number, code) = (await reporter.InnerTextAsync(".receipt .figures >> nth=0"), await reporter.InnerTextAsync(".receipt .figures >> nth=1"));

        // Another phone: it has never seen this matter.
        var stranger = await town.Visit();
        var direct = await stranger.GotoAsync($"/matters/{number.Replace(" ", "", StringComparison.Ordinal)}");
        Assert.DoesNotContain("护栏松了", await stranger.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal(404, direct!.Status);
        await Track(stranger, number, "0000 0000");
        await Assertions.Expect(stranger.Locator("[data-faults]")).ToBeVisibleAsync();
        Assert.Equal(number, await stranger.InputValueAsync("[name=number]"));
        await stranger.MustBeAccessible();

        await Track(stranger, number, code);
        await stranger.WaitForURLAsync("**/matters/*");
        Assert.Contains("护栏松了", await stranger.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.True(await stranger.Locator(".timeline li").CountAsync() > 0);
    }

    private static async Task Track(IPage page, string number, string code)
    {
        await page.GotoAsync("/track");
        await page.FillAsync("[name=number]", number);
        await page.FillAsync("[name=code]", code);
        await page.ClickAsync("main form button[type=submit]");
    }
}
