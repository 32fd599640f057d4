using System.Net;
using System.Text.Json;
using Cuobian.Matters;
using Cuobian.Tests.Places;

namespace Cuobian.Tests.Matters.Words;

/// <summary>Before reporting, people see what may be the same matter; when a report comes in, a twin waits for a person.</summary>
public sealed class FindTwinsTests(OpenWard open) : IClassFixture<OpenWard>
{
    private const string Text = "东门口井盖不见了，车轮掉进去";

    private Ward Ward => open.Ward;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stranger_learns_number_and_reasons_but_no_words()
    {
        await using var ward = await Ward.Open();
        var told = await ward.Report(new { text = Text, categoryCode = "0202", point = Ward.Point() });
        var twin = Assert.Single(await Twins(ward.Stranger, "井盖没了，就在东门口", "0202"));
        Assert.Equal(told.Number, twin.GetProperty("number").GetString());
        Assert.Equal(["sameCategory", "samePlace", "likeWords"], twin.GetProperty("because").EnumerateArray().Select(r => r.GetString()));
        Assert.DoesNotContain("车轮", twin.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("车轮", Assert.Single(await Twins(ward.Boss, Text, "0202")).GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_private_old_or_withdrawn_is_no_twin()
    {
        await using var ward = await Ward.Open();
        await ward.Report(new { text = Text, categoryCode = "0202", point = Ward.Point(), @private = true });
        Assert.Empty(await Twins(ward.Stranger, Text, "0202"));
        var told = await ward.Report(new { text = "路灯坏了", categoryCode = Ward.Lamp, point = Ward.Point() });
        Assert.Single(await Twins(ward.Stranger, "灯又不亮", Ward.Lamp));
        await ward.Do(told, $"withdraw?code={told.Code}", new { }, ward.Stranger);
        Assert.Empty(await Twins(ward.Stranger, "灯又不亮", Ward.Lamp));
        await ward.Report(new { text = "路灯坏了", categoryCode = Ward.Lamp, point = Ward.Point() });
        ward.App.Clock.Advance(TimeSpan.FromDays(15));
        Assert.Empty(await Twins(ward.Stranger, "灯又不亮", Ward.Lamp));
    }

    [Fact]
    public async Task A_report_in_like_words_of_another_category_waits_for_a_person()
    {
        await using var ward = await Ward.Open();
        await ward.Report(new { text = Text, categoryCode = "0202", point = Ward.Point() });
        var second = await ward.Stored(await ward.Report(new { text = Text, categoryCode = "0201", point = Ward.Point() }));
        Assert.Equal(MatterState.Triage, second.State);
        Assert.Equal("twin", second.RoutedBecause);
        var third = await ward.Stored(await ward.Report(new { text = "小广告贴满电线杆", categoryCode = "0106", point = Ward.Point() }));
        Assert.Equal(MatterState.Dispatched, third.State);
    }

    [Fact]
    public async Task The_same_words_in_another_grid_of_the_community_are_found_and_other_words_are_not()
    {
        await using var ward = await Ward.Open();
        await ward.Report(new { text = Text, categoryCode = "0202", point = Ward.Point(0.1) });
        var there = Ward.Point(3.9);
        var second = await ward.Stored(await ward.Report(new { text = Text, categoryCode = "0201", point = there }));
        Assert.Equal((Town.One + "002", "twin"), (second.Grid, second.RoutedBecause));
        var third = await ward.Stored(await ward.Report(new { text = "小广告贴满电线杆", categoryCode = "0106", point = there }));
        Assert.Equal(MatterState.Dispatched, third.State);
    }

    [Theory]
    [InlineData("?lat=24.9&lon=118.6")]
    [InlineData("?text=x&lat=99&lon=118.6")]
    [InlineData("?text=x&lat=24.9")]
    [InlineData("?text=x&crs=mars")]
    public async Task A_question_that_makes_no_sense_is_a_fault(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await Ward.Stranger.GetAsync(Ward.Matters + "/twins" + query, Ct)).StatusCode);

    [Fact]
    public async Task Outside_the_town_there_is_nothing_to_find() =>
        Assert.Empty((await Ward.Read(await Ward.Stranger.GetAsync(Ward.Matters + "/twins?text=x&lat=1&lon=1", Ct))).EnumerateArray());

    private static async Task<List<JsonElement>> Twins(HttpClient by, string text, string category)
    {
        var point = JsonSerializer.SerializeToElement(Ward.Point());
        var query = FormattableString.Invariant($"?text={Uri.EscapeDataString(text)}&categoryCode={category}&lat={point.GetProperty("lat").GetDouble()}&lon={point.GetProperty("lon").GetDouble()}");
        return [.. (await Ward.Read(await by.GetAsync(Ward.Matters + "/twins" + query, Ct))).EnumerateArray()];
    }
}
