using System.Net;
using System.Net.Http.Json;
using Cuobian.Matters;
using Cuobian.People.Contracts;
using Cuobian.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People;

/// <summary>Nobody sees who reported without a purpose, and the reporter sees who looked.</summary>
public sealed class RevealTests
{
    private static readonly System.Text.Json.JsonSerializerOptions Json = new(System.Text.Json.JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_look_needs_a_purpose_and_leaves_a_trace_the_reporter_can_read()
    {
        await using var app = await CuobianApp.Start();
        var matter = await Report(app);
        await app.Hire("lin", area: "");
        using var client = app.CreateClient();
        await client.SignIn("lin");
        Assert.Equal(HttpStatusCode.BadRequest, (await Reveal(client, matter, new { words = "要回访" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Reveal(client, matter, new { purpose = "callBack", words = "看" })).StatusCode);
        Assert.Empty((await Access(client, matter))!);

        var answer = await Reveal(client, matter, new { purpose = "callBack", words = "回访处理结果" });
        Assert.Equal(new RevealReporter.Answer("欧阳瑞雪", "13900001234"), await answer.Content.ReadFromJsonAsync<RevealReporter.Answer>(Ct));
        using var reporter = app.CreateClient();
        var line = Assert.Single((await Access(reporter, matter))!);
        Assert.Equal(("lin", AccessPurpose.CallBack, "回访处理结果", "name, phone", TestClock.Start.ToUniversalTime()), (line.Who, line.Purpose, line.Words, line.What, line.At));
    }

    [Fact]
    public async Task Somebody_with_an_account_reads_it_on_their_own_page()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("resident", "resident", "3599");
        await app.Hire("lin", area: "");
        using var resident = app.CreateClient();
        await resident.SignIn("resident");
        var reported = await resident.PostAsJsonAsync("/api/v1/matters", new { text = "路灯不亮", reporter = new { name = "欧阳瑞雪", phone = "13900001234" } }, Ct);
        var matter = (await reported.Content.ReadFromJsonAsync<ReportMatter.Answer>(Json, Ct))!;
        Assert.Contains("还没有人查看", await resident.GetStringAsync("/me/access", Ct), StringComparison.Ordinal);
        using var client = app.CreateClient();
        await client.SignIn("lin");
        await Reveal(client, matter, new { purpose = "emergency", words = "燃气泄漏要马上联系" });
        var page = await resident.GetStringAsync("/me/access", Ct);
        Cuobian.Tests.Web.Page.AssertSound(page);
        Assert.All(["lin", "紧急情况", "燃气泄漏要马上联系", matter.Number], word => Assert.Contains(word, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_may_not_look_learns_nothing()
    {
        await using var app = await CuobianApp.Start();
        var matter = await Report(app);
        await app.Hire("verifier", "verifier", "");
        await app.Hire("elsewhere", area: "359903");
        foreach (var (login, answer) in new[] { ("verifier", HttpStatusCode.Forbidden), ("elsewhere", HttpStatusCode.NotFound) })
        {
            using var client = app.CreateClient();
            await client.SignIn(login);
            Assert.Equal(answer, (await Reveal(client, matter, new { purpose = "callBack", words = "回访处理结果" })).StatusCode);
        }
        using var stranger = app.CreateClient();
        Assert.Equal(HttpStatusCode.NotFound, (await Reveal(stranger, matter, new { purpose = "callBack", words = "回访处理结果" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/v1/matters/{matter.Number}/access?code=00000000", Ct)).StatusCode);
        Assert.Empty((await Access(stranger, matter))!);
    }

    private static Task<ReportMatter.Answer> Report(CuobianApp app) => app.InScope(services => services.GetRequiredService<ReportMatter>().Run(
        new ReportMatter.Form { Text = "路灯不亮", Reporter = new ReportMatter.ReporterForm("欧阳瑞雪", "13900001234") }, Channel.Api, Ct));

    private static Task<HttpResponseMessage> Reveal(HttpClient client, ReportMatter.Answer matter, object form) =>
        client.PostAsJsonAsync($"/api/v1/matters/{matter.Number}/reveal", form, Ct);

    private static Task<List<AccessLine>?> Access(HttpClient client, ReportMatter.Answer matter) =>
        client.GetFromJsonAsync<List<AccessLine>>($"/api/v1/matters/{matter.Number}/access?code={matter.Code}", Json, Ct);
}
