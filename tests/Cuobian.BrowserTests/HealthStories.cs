using Cuobian.BrowserTests.Support;

namespace Cuobian.BrowserTests;

/// <summary>The program that was built starts, serves and can be seen.</summary>
public sealed class HealthStories(Town town)
{
    [Fact]
    public async Task The_node_answers_health()
    {
        var page = await town.VisitEmptyHouse();
        var answer = await page.GotoAsync("/health/ready");
        Assert.Equal(200, answer!.Status);
        Assert.Equal("ready", await page.TextContentAsync("body"));
    }

    [Fact]
    public async Task A_page_that_shuts_people_out_is_noticed()
    {
        var page = await town.VisitEmptyHouse();
        await page.SetContentAsync("<html lang='en'><title>Trial</title><main><img src='data:,'><p>Words</p></main></html>");
        var failure = await Assert.ThrowsAnyAsync<Exception>(page.MustBeAccessible);
        Assert.Contains("image-alt", failure.Message, StringComparison.Ordinal);
    }
}
