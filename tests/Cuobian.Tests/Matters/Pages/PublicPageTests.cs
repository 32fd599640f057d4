using System.Net;
using Cuobian.Matters;
using Cuobian.Tests.Places;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters.Pages;

/// <summary>What everybody may see of matters, without an account and without JavaScript.</summary>
public sealed class PublicPageTests(OpenWard open) : IClassFixture<OpenWard>
{
    private Ward Ward => open.Ward;

    [Fact]
    public async Task A_public_matter_tells_kind_place_steps_and_answer_but_nobody_s_words()
    {
        var told = await Ward.Report(new { text = "三号楼王小明家门口的灯坏了", point = Ward.Point(), address = "三号楼暗号" });
        await Ward.Do(told, "classify", new { categoryCode = Ward.Lamp });
        await Ward.Do(told, "dispatch", new { unitCode = Ward.Lead });
        await Ward.Do(told, "accept", new { });
        await Ward.Do(told, "submit", new { outcome = "solved", words = "灯换好了，有事打 13912345678" });
        using var visitor = new ResidentVisitor(Ward.App);
        var page = await visitor.Read($"/p/{told.Number}");
        Assert.DoesNotContain("灯换好了", page, StringComparison.Ordinal);

        await Ward.Do(told, "pass", new { }, Ward.Verifier);
        page = await visitor.Read($"/p/{told.Number}");
        Assert.Contains("灯换好了", page, StringComparison.Ordinal);
        Assert.Contains("井边一网格", page, StringComparison.Ordinal);
        Assert.Contains("有人反映了问题", page, StringComparison.Ordinal);
        foreach (var hidden in new[] { "王小明", "暗号", "13912345678", "您反映", told.Code }) Assert.DoesNotContain(hidden, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_private_or_unknown_has_no_public_page()
    {
        var told = await Ward.Report(new { text = "不公开的一件", point = Ward.Point(), categoryCode = Ward.Lamp, @private = true });
        using var visitor = new ResidentVisitor(Ward.App);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Client.GetAsync($"/p/{told.Number}", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Client.GetAsync("/p/260300000000", TestContext.Current.CancellationToken)).StatusCode);
        Assert.DoesNotContain(told.Number, await visitor.Read($"/areas/{Town.One}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_an_area_is_narrowed_by_kind_and_by_progress()
    {
        var working = await Ward.In(MatterState.Handling);
        var ended = await Ward.In(MatterState.Closed);
        using var visitor = new ResidentVisitor(Ward.App);
        var all = await visitor.Read($"/areas/{Town.One}001");
        Assert.Contains($"/p/{working.Number}\"", all, StringComparison.Ordinal);
        Assert.Contains($"/p/{ended.Number}\"", all, StringComparison.Ordinal);
        Assert.Contains($"/open-data/matters.atom?area={Town.One}001", all, StringComparison.Ordinal);

        var underWay = await visitor.Read($"/areas/{Town.One}001?state=open");
        Assert.Contains($"/p/{working.Number}\"", underWay, StringComparison.Ordinal);
        Assert.DoesNotContain($"/p/{ended.Number}\"", underWay, StringComparison.Ordinal);
        Assert.Contains("没有符合条件", await visitor.Read($"/areas/{Town.One}001?category=05"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Client.GetAsync("/areas/99", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Public_pages_are_sound_and_light_in_both_languages(string language)
    {
        var told = await Ward.In(MatterState.Feedback);
        using var visitor = new ResidentVisitor(Ward.App, language);
        foreach (var address in new[] { "/areas", $"/areas/{Town.One}", $"/areas/{Town.One}001", $"/p/{told.Number}" })
        {
            var page = await visitor.Read(address);
            Assert.DoesNotMatch(@"\b(area|areas|open|mine|home)_[A-Za-z_]+", page.Replace("open-data", "", StringComparison.Ordinal));
            Assert.True(page.Length < 40_000, $"{address} has {page.Length} characters");
        }
    }

    [Fact]
    public async Task Figures_are_told_only_of_enough_matters_and_their_parts_add_up()
    {
        await using var ward = await Ward.Open();
        for (var n = 0; n < AreaFigures.Fewest - 1; n++) await ward.Report();
        using var visitor = new ResidentVisitor(ward.App);
        Assert.Contains("免得认出是谁", await visitor.Read($"/areas/{Town.One}"), StringComparison.Ordinal);

        await ward.In(MatterState.Feedback);
        await ward.In(MatterState.Withdrawn);
        ward.App.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Contains("收到 10 件", await visitor.Read($"/areas/{Town.One}"), StringComparison.Ordinal);
        var figures = await ward.App.InScope(s => s.GetRequiredService<CountArea>().Figures(Town.One, TestContext.Current.CancellationToken));
        Assert.Equal((10, 1), (figures.Reported, figures.Answered));
        Assert.Equal(figures.Reported, figures.Answered + figures.InTime + figures.Overdue + figures.Elsewhere);
    }
}
