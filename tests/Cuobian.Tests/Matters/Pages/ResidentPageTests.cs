using System.Net;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.Files;
using Cuobian.Tests.People;
using Cuobian.Tests.Places;
using Cuobian.Tests.Support;
using Cuobian.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters.Pages;

/// <summary>What residents can do on their pages with nothing but HTML.</summary>
public sealed class ResidentPageTests
{
    private const string Lamp = "0203";
    private const string Secret = "东门那盏<b>路灯</b>坏了三天";
    private static readonly (string, string)[] Sheet = [("text", Secret), ("area", Town.One), ("area", Town.One + "001"), ("other", Lamp), ("asked", Lamp), ("address", "三号楼东侧暗号")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_with_a_photo_is_followed_to_its_answer_and_rated()
    {
        await using var app = await Settled();
        using var visitor = new ResidentVisitor(app);
        var (number, code) = await Reported(visitor, SomePhoto.Named("camera.jpg"));
        Assert.DoesNotContain(visitor.Addresses, address => address.Contains(code, StringComparison.Ordinal));

        var page = await visitor.Read($"/matters/{number}");
        Assert.Contains("您反映了问题", page, StringComparison.Ordinal);
        Assert.Contains($"/matters/{number}/photos/", page, StringComparison.Ordinal);
        await Answer(app, number);
        page = await visitor.Read($"/matters/{number}");
        Assert.Contains("换了灯泡", page, StringComparison.Ordinal);

        var sent = await visitor.Send(page, $"/matters/{number}", "act", [("do", "rate"), ("prompt", "1"), ("solved", "1"), ("satisfied", "1")]);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        page = await visitor.Read($"/matters/{number}");
        Assert.Contains("谢谢您的评价", page, StringComparison.Ordinal);
        Assert.Contains("这件事已经办结", page, StringComparison.Ordinal);
        Assert.Contains(MatterNumber.Grouped(number), await visitor.Read("/mine"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Number_and_code_open_a_matter_elsewhere_and_a_wrong_one_is_told_apart_from_nothing()
    {
        await using var app = await Settled();
        using var visitor = new ResidentVisitor(app);
        var (number, code) = await Reported(visitor);
        using var other = new ResidentVisitor(app);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Client.GetAsync($"/matters/{number}", Ct)).StatusCode);

        var page = await other.Read("/track");
        var wrong = await ResidentVisitor.Words(await other.Send(page, "/track", "track", [("number", number), ("code", "00000000")]));
        var unknown = await ResidentVisitor.Words(await other.Send(page, "/track", "track", [("number", "260300000000"), ("code", code)]));
        Assert.Contains("编号和查询码对不上", wrong, StringComparison.Ordinal);
        Assert.Contains("编号和查询码对不上", unknown, StringComparison.Ordinal);

        var opened = await other.Send(page, "/track", "track", [("number", MatterNumber.Grouped(number)), ("code", code)]);
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        Assert.Contains("您反映的", await other.Read($"/matters/{number}"), StringComparison.Ordinal);
        Assert.DoesNotContain(other.Addresses, address => address.Contains(code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Danger_is_shown_before_anything_is_stored_and_the_report_is_kept_if_the_person_goes_on()
    {
        await using var app = await Settled();
        using var visitor = new ResidentVisitor(app);
        (string, string)[] fields = [("text", "楼下着火了，好大的烟"), ("area", Town.One)];
        var gate = await ResidentVisitor.Words(await visitor.Report(await visitor.Read("/report"), fields));
        Assert.Contains("href=\"tel:119\"", gate, StringComparison.Ordinal);
        Assert.Contains("继续提交", gate, StringComparison.Ordinal);
        Assert.Contains("楼下着火了", gate, StringComparison.Ordinal);
        Assert.Equal(0, await Stored(app));

        var sent = await visitor.Report(gate, [.. fields, ("warned", ResidentVisitor.Hidden(gate, "warned"))]);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Equal(1, await Stored(app));
    }

    [Fact]
    public async Task A_form_sent_twice_is_stored_once_and_a_changed_one_is_asked_about()
    {
        await using var app = await Settled();
        using var visitor = new ResidentVisitor(app);
        var page = await visitor.Read("/report");
        await visitor.Report(page, Sheet);
        var first = ResidentVisitor.Receipt(await visitor.Read("/report/done"));
        await visitor.Report(page, Sheet);
        Assert.Equal(first, ResidentVisitor.Receipt(await visitor.Read("/report/done")));
        Assert.Equal(1, await Stored(app));

        var changed = await visitor.Report(page, [("text", "完全是另一件事，井盖没了")]);
        var asked = await ResidentVisitor.Words(changed);
        Assert.Equal(HttpStatusCode.Conflict, changed.StatusCode);
        Assert.Contains("已经提交过", asked, StringComparison.Ordinal);
        await visitor.Report(asked, [("text", "完全是另一件事，井盖没了")]);
        Assert.Equal(2, await Stored(app));
    }

    [Fact]
    public async Task What_was_filled_in_survives_an_error()
    {
        await using var app = await Settled();
        using var visitor = new ResidentVisitor(app);
        var page = await visitor.Read("/report");
        var answer = await visitor.Report(page, [("text", ""), ("address", "小区东门"), ("phone", "不是号码"), ("area", Town.One + "002")], SomePhoto.Named("camera.jpg"), "not a photo"u8.ToArray());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var kept = await answer.Content.ReadAsStringAsync(Ct);
        Page.AssertSound(kept);
        Assert.Contains("小区东门", WebUtility.HtmlDecode(kept), StringComparison.Ordinal);
        Assert.Contains("/report/photos/", kept, StringComparison.Ordinal);
        Assert.Contains("JPEG", WebUtility.HtmlDecode(kept), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_home_page_tells_nothing_but_kind_and_grid()
    {
        await using var app = await Settled();
        using var visitor = new ResidentVisitor(app);
        await Reported(visitor, SomePhoto.Named("camera.jpg"));
        await visitor.Report(await visitor.Read("/report"), [("text", "不公开的一件"), ("area", Town.One + "001"), ("other", "0201"), ("private", "1")]);

        using var other = new ResidentVisitor(app);
        var home = await other.Read("/");
        Assert.Contains("井边一网格", home, StringComparison.Ordinal);
        foreach (var hidden in new[] { "三天", "暗号", "photos", "不公开的一件", "<b>路灯</b>" }) Assert.DoesNotContain(hidden, home, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(home, "class=\"near\""));
    }

    [Fact]
    public async Task Me_too_counts_once_a_person_from_the_home_page()
    {
        await using var app = await Settled();
        using var visitor = new ResidentVisitor(app);
        var (number, _) = await Reported(visitor);
        using var other = new ResidentVisitor(app);
        for (var time = 0; time < 2; time++)
            Assert.Equal(HttpStatusCode.Redirect, (await other.Send(await other.Read("/"), $"/matters/{number}/support", "", [("back", "/")])).StatusCode);
        Assert.Contains("1 人附议", await other.Read("/"), StringComparison.Ordinal);
        var forged = await other.Client.PostAsync($"/matters/{number}/support", new FormUrlEncodedContent([]), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
    }

    [Fact]
    public async Task A_twin_nearby_is_offered_before_it_is_written_again()
    {
        await using var app = await Settled();
        using var visitor = new ResidentVisitor(app);
        var (number, _) = await Reported(visitor);
        using var other = new ResidentVisitor(app);
        var look = await other.Send(await other.Read("/report"), "/report", "report", [("act", "look"), ("text", "路灯坏了，晚上看不见"), ("area", Town.One + "001")]);
        var page = await ResidentVisitor.Words(look);
        Assert.Contains($"form=\"support-{number}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("了三天", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Photos_are_for_the_reporter_and_those_who_handle_it()
    {
        await using var app = await Settled();
        using var visitor = new ResidentVisitor(app);
        var (number, _) = await Reported(visitor, SomePhoto.Named("camera.jpg"));
        var photo = $"/matters/{number}/photos/{await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<MatterPhoto>().Select(p => p.FileId).SingleAsync(Ct))}";
        Assert.Equal(HttpStatusCode.OK, (await visitor.Client.GetAsync(photo, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Client.GetAsync(photo + "?thumb=1", Ct)).StatusCode);
        using var stranger = new ResidentVisitor(app);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.GetAsync(photo, Ct)).StatusCode);
        await app.Hire("lin", area: "359902");
        await stranger.Client.SignIn("lin");
        Assert.Equal(HttpStatusCode.OK, (await stranger.Client.GetAsync(photo, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.GetAsync(photo.Replace(number, "260300000000", StringComparison.Ordinal), Ct)).StatusCode);
    }

    [Fact]
    public async Task What_people_write_is_shown_as_text()
    {
        await using var app = await Settled();
        using var visitor = new ResidentVisitor(app);
        var (number, _) = await Reported(visitor);
        var page = await (await visitor.Client.GetAsync($"/matters/{number}", Ct)).Content.ReadAsStringAsync(Ct);
        Assert.Contains("&lt;b&gt;路灯&lt;/b&gt;", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Every_page_is_sound_and_light_in_both_languages(string language)
    {
        await using var app = await Settled();
        using var visitor = new ResidentVisitor(app, language);
        var (number, _) = await Reported(visitor);
        foreach (var address in new[] { "/", "/report", $"/report?area={Town.One}001", "/report/done", "/track", "/mine", $"/matters/{number}" })
        {
            var page = await visitor.Read(address);
            Assert.DoesNotMatch(@"\b(home|report|mine)_[A-Za-z_]+", page);
            Assert.True(page.Length < 40_000, $"{address} has {page.Length} characters");
        }
    }

    [Fact]
    public async Task A_device_forgets_when_asked()
    {
        await using var app = await Settled();
        using var visitor = new ResidentVisitor(app);
        var (number, _) = await Reported(visitor);
        await visitor.Send(await visitor.Read("/mine"), "/mine/forget", "", []);
        Assert.DoesNotContain(MatterNumber.Grouped(number), await visitor.Read("/mine"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Client.GetAsync($"/matters/{number}", Ct)).StatusCode);
    }

    private static async Task<CuobianApp> Settled()
    {
        var app = await Town.Settled();
        await app.AddDemoUnits();
        return app;
    }

    private static async Task<(string Number, string Code)> Reported(ResidentVisitor visitor, params byte[][] photos)
    {
        var sent = await visitor.Report(await visitor.Read("/report"), Sheet, photos);
        Assert.True(sent.StatusCode == HttpStatusCode.Redirect, await ResidentVisitor.Words(sent));
        return ResidentVisitor.Receipt(await visitor.Read("/report/done"));
    }

    private static async Task Answer(CuobianApp app, string number)
    {
        await By(Handler, s => s.GetRequiredService<AcceptMatter>().Run(number, Ct));
        await By(Handler, s => s.GetRequiredService<SubmitResult>().Run(number, new SubmitResult.Form { Outcome = Outcome.Solved, Words = "换了灯泡" }, Ct));
        await By(Verifier, s => s.GetRequiredService<VerifyMatter>().Pass(number, new VerifyMatter.Form(), Ct));

        Task<Matter?> By(Actor actor, Func<IServiceProvider, Task<Matter?>> act) => app.InScope(act, actor);
    }

    private static Actor Handler => Some.Handler with { Grants = [new Grant("matters.read", ""), new Grant("matters.handle", "")] };

    private static Actor Verifier => Some.Verifier with { Grants = [new Grant("matters.read", ""), new Grant("matters.verify", "")] };

    private static Task<int> Stored(CuobianApp app) => app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Matter>().CountAsync(Ct));
}
