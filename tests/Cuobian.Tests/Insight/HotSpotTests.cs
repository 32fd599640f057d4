using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cuobian.Insight.Campaigns;
using Cuobian.Insight.Contracts;
using Cuobian.Insight.Spots;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Places;
using Cuobian.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Insight;

/// <summary>Matters of one problem gather over weeks and become a class of problems with an owner, measures and a result.</summary>
public sealed class HotSpotTests : IAsyncLifetime
{
    private const string Insight = "/api/v1/insight";
    private const string Cover = "0202";
    private Ward ward = null!;
    private HttpClient lead = null!;
    private HttpClient reader = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        ward = await Ward.Open();
        lead = await ward.Hire("lead", [.. InsightPermissions.All, MattersPermissions.Read], Town.One, Ward.Community);
        reader = await ward.Hire("reader", [InsightPermissions.Read], Town.One);
    }

    public ValueTask DisposeAsync() => ward.DisposeAsync();

    [Fact]
    public async Task Matters_of_one_problem_gather_once_and_later_ones_join()
    {
        await ReportCovers(3);
        await ward.Report(new { text = "小广告贴满电线杆", categoryCode = "0106", point = Ward.Point() });
        Assert.Equal(4, await Gather());
        Assert.Equal(0, await Gather());
        var spot = Assert.Single(await Spots(lead));
        Assert.Equal(Cover, spot.GetProperty("category").GetString());
        Assert.Equal(3, spot.GetProperty("matters").GetInt32());

        ward.App.Clock.Advance(TimeSpan.FromDays(8));
        await ReportCovers(2);
        await Gather();
        spot = Assert.Single(await Spots(lead));
        Assert.Equal(5, spot.GetProperty("matters").GetInt32());
        Assert.Equal([2, 3], spot.GetProperty("weeks").EnumerateArray().Take(2).Select(w => w.GetInt32()));

        ward.App.Clock.Advance(TimeSpan.FromDays(60));
        await Gather();
        Assert.Empty(await Spots(lead));
    }

    [Fact]
    public async Task A_matter_that_gets_its_category_later_is_heard_then()
    {
        await ReportCovers(2);
        var told = await ward.Report(new { text = "东门口井盖不见了，车轮掉进去", point = Ward.Point() });
        await Gather();
        Assert.Empty(await Spots(lead));
        await ward.Do(told, "classify", new { categoryCode = Cover });
        await Gather();
        Assert.Equal(3, Assert.Single(await Spots(lead)).GetProperty("matters").GetInt32());
    }

    [Fact]
    public async Task What_is_private_never_gathers_and_words_stay_with_those_who_may_read()
    {
        await ReportCovers(3);
        await ward.Report(new { text = "东门口井盖不见了，车轮掉进去", categoryCode = Cover, point = Ward.Point(), @private = true });
        await Gather();
        var spot = Assert.Single(await Spots(reader));
        Assert.Equal(3, spot.GetProperty("matters").GetInt32());
        var id = spot.GetProperty("id").GetGuid();
        Assert.DoesNotContain("车轮", await reader.GetStringAsync($"{Insight}/spots/{id}", Ct), StringComparison.Ordinal);
        Assert.Contains("井盖", await lead.GetStringAsync($"{Insight}/spots/{id}", Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await ward.Verifier.GetAsync(Insight + "/spots", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ward.Stranger.GetAsync(Insight + "/spots", Ct)).StatusCode);
        var elsewhere = await ward.Hire("elsewhere", [.. InsightPermissions.All], "359901");
        Assert.Empty(await Spots(elsewhere));
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync($"{Insight}/spots/{id}", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_hot_spot_becomes_a_class_of_problems_and_is_closed_with_a_result()
    {
        await ReportCovers(3);
        await Gather();
        var spot = Assert.Single(await Spots(lead)).GetProperty("id").GetGuid();
        var form = new { spot, title = "井盖常丢", ownerUnit = Ward.Lead, target = "四周没有新反映", targetOn = "2027-01-31" };
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync(Insight + "/campaigns", form, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await lead.PostAsJsonAsync(Insight + "/campaigns", new { spot }, Ct)).StatusCode);
        var id = (await Ward.Read(await lead.PostAsJsonAsync(Insight + "/campaigns", form, Ct))).GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.Conflict, (await lead.PostAsJsonAsync(Insight + "/campaigns", form, Ct)).StatusCode);

        await ReportCovers(1);
        ward.App.Clock.Advance(TimeSpan.FromMinutes(5));
        await Gather();
        var one = await Show(id);
        Assert.Equal(4, one.Matters);

        Assert.Equal((409, "insight.no_measures"), await Say(id, "close", new { words = "好了" }));
        Assert.Equal(204, (await Say(id, "measures", new { words = "全部换成防盗井盖", dueOn = "2027-01-10" })).Status);
        Assert.Equal((409, "insight.measures_left"), await Say(id, "close", new { words = "好了" }));
        var measure = (await Show(id)).Measures.Single().Id;
        Assert.Equal(400, (await Say(id, $"measures/{measure}/done", new { words = "" })).Status);
        Assert.Equal(204, (await Say(id, $"measures/{measure}/done", new { words = "验收单 12 号" })).Status);
        Assert.Equal((409, "insight.measure_done"), await Say(id, $"measures/{measure}/done", new { words = "又一次" }));

        Assert.Equal("[]", await ward.Stranger.GetStringAsync(Insight + "/published", Ct));
        Assert.Equal(204, (await Say(id, "publish", new { words = "东门片区井盖整治" })).Status);
        Assert.Equal(204, (await Say(id, "close", new { words = "换了 12 个，没有再丢" })).Status);
        Assert.Equal((409, "insight.campaign_closed"), await Say(id, "measures", new { words = "再来", dueOn = "2027-01-10" }));
        var published = await ward.Stranger.GetStringAsync(Insight + "/published", Ct);
        Assert.Contains("东门片区井盖整治", published, StringComparison.Ordinal);
        foreach (var inside in new[] { "井盖常丢", "验收单" }) Assert.DoesNotContain(inside, published, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pages_are_sound()
    {
        Page.AssertSound(await lead.GetStringAsync("/console/spots", Ct));
        await ReportCovers(3);
        await Gather();
        var spot = Assert.Single(await Spots(lead)).GetProperty("id").GetGuid();
        Page.AssertSound(await lead.GetStringAsync("/console/spots", Ct));
        Page.AssertSound(await lead.GetStringAsync($"/console/spots/{spot}", Ct));
        var form = new { spot, title = "井盖常丢", ownerUnit = Ward.Lead, target = "四周没有新反映", targetOn = "2027-01-31" };
        var id = (await Ward.Read(await lead.PostAsJsonAsync(Insight + "/campaigns", form, Ct))).GetProperty("id").GetGuid();
        await Say(id, "publish", new { words = "东门片区井盖整治" });
        Page.AssertSound(await lead.GetStringAsync("/console/campaigns", Ct));
        Page.AssertSound(await lead.GetStringAsync($"/console/campaigns/{id}", Ct));
        Page.AssertSound(await ward.Stranger.GetStringAsync("/campaigns", Ct));
    }

    private async Task ReportCovers(int count)
    {
        for (var n = 0; n < count; n++) await ward.Report(new { text = "东门口井盖不见了，车轮掉进去", categoryCode = Cover, point = Ward.Point() });
    }

    /// <summary>What was just reported may still be under way; a moment later it is heard.</summary>
    private Task<int> Gather()
    {
        ward.App.Clock.Advance(TimeSpan.FromMinutes(2));
        return ward.App.InScope(s => s.GetRequiredService<GatherSpots>().Run(Ct));
    }

    private static async Task<List<JsonElement>> Spots(HttpClient by) => [.. (await Ward.Read(await by.GetAsync(Insight + "/spots", Ct))).EnumerateArray()];

    private async Task<FindCampaigns.One> Show(Guid id) => (await ward.App.InScope(s => s.GetRequiredService<FindCampaigns>().Show(id, Ct)))!;

    private async Task<(int Status, string Code)> Say(Guid id, string what, object form) => await Ward.Outcome(await lead.PostAsJsonAsync($"{Insight}/campaigns/{id}/{what}", form, Ct));
}
