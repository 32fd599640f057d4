using Cuobian.Tests.Matters;

namespace Cuobian.Tests.Exchange;

/// <summary>Whatever reporters write of people, nothing that everybody can read repeats it.</summary>
public sealed class PublicLeakTests
{
    private const string Text = "我叫陈小明，电话13800138000，身份证350502199001011234，车牌闽C12345，邮箱chen.xm@example.com，路灯不亮";
    private static readonly string[] Secrets = ["小明", "13800138000", "350502199001011234", "C12345", "example.com", "幸福里7号"];

    [Fact]
    public async Task No_page_feed_or_protocol_repeats_what_identifies_a_person()
    {
        await using var ward = await Ward.Open();
        var told = await ward.Report(new { text = Text, categoryCode = Ward.Lamp, point = Ward.Point(), address = "幸福里7号", reporter = new { name = "陈小明", phone = "13800138000" } });
        await ward.Do(told, "accept", new { });
        var ct = TestContext.Current.CancellationToken;
        string[] addresses =
        [
            "/", "/screen", "/campaigns", "/open311/requests.json?extensions=true", "/open311/requests.xml?extensions=true", $"/open311/requests/{told.Number}.json",
            "/open-data/matters.csv", "/open-data/matters.geojson", "/open-data/matters.atom", "/api/v1/insight/published",
            $"/api/v1/matters/twins?text={Uri.EscapeDataString(Text)}&areaCode={Ward.Grid}&categoryCode={Ward.Lamp}",
        ];
        foreach (var address in addresses)
        {
            using var answer = await ward.Stranger.GetAsync(address, ct);
            var body = await answer.Content.ReadAsStringAsync(ct);
            Assert.True((int)answer.StatusCode is 200 or 401 or 403, $"{address}: {(int)answer.StatusCode}");
            Assert.All(Secrets, secret => Assert.DoesNotContain(secret, body, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task At_triage_staff_see_what_may_be_the_same()
    {
        await using var ward = await Ward.Open();
        var first = await ward.Report(new { text = "东门口井盖不见了，车轮掉进去", categoryCode = "0202", point = Ward.Point() });
        var second = await ward.Report(new { text = "东门口井盖不见了，车轮掉进去", categoryCode = "0201", point = Ward.Point() });
        var page = await ward.Boss.GetStringAsync($"/console/matters/{second.Number}", TestContext.Current.CancellationToken);
        Assert.Contains($"/console/matters/{first.Number}", page, StringComparison.Ordinal);
        Web.Page.AssertSound(page);
    }
}
