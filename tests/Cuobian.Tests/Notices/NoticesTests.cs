using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cuobian.Data;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Notices;
using Cuobian.Notices.Follows;
using Cuobian.Notices.Letters;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Places;
using Cuobian.Tests.Web;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Notices;

/// <summary>Who is told what, when, by which way: over HTTP, with real servers at the other end.</summary>
public sealed class NoticesTests : IAsyncLifetime
{
    private PostOffice office = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Ward Ward => office.Ward;

    public async ValueTask InitializeAsync() => office = await PostOffice.Open();

    public ValueTask DisposeAsync() => office.DisposeAsync();

    [Fact]
    public async Task The_unit_that_gets_a_matter_reads_it_in_its_inbox_and_the_bell_falls_silent_when_it_was_read()
    {
        await Ward.In(MatterState.Dispatched);
        await office.Deliver();
        var inbox = await Ward.Read(await Ward.Boss.GetAsync(PostOffice.Notices, Ct));
        var work = inbox.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("topic").GetString() == "work");
        Assert.True(work.GetProperty("unread").GetBoolean());
        var unread = inbox.GetProperty("unread").GetInt32();
        Assert.Contains($"<b aria-hidden=\"true\">{unread}</b>", await Ward.Boss.GetStringAsync("/me/notices", Ct), StringComparison.Ordinal);

        using var opened = await Ward.Boss.GetAsync($"/me/notices/{work.GetProperty("id").GetString()}", Ct);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.Equal(unread - 1, (await Ward.Read(await Ward.Boss.GetAsync(PostOffice.Notices, Ct))).GetProperty("unread").GetInt32());
        await Ward.Boss.PostAsJsonAsync(PostOffice.Notices + "/read", new { }, Ct);
        Assert.Equal(0, (await Ward.Read(await Ward.Boss.GetAsync(PostOffice.Notices, Ct))).GetProperty("unread").GetInt32());
    }

    [Fact]
    public async Task A_follower_by_mail_confirms_is_told_and_leaves_without_signing_in()
    {
        await Ward.Read(await Ward.Stranger.PostAsJsonAsync(PostOffice.Notices + "/follows", new { area = Town.One, mail = "chen@mail.test" }, Ct));
        await Ward.In(MatterState.Dispatched);
        await office.Deliver();
        Assert.True(office.Mail.Letters.TryDequeue(out var question));
        Assert.Empty(office.Mail.Letters);
        await Press(PostOffice.LinkIn(MailServer.Read(question), "/c/"), "confirm");

        await Ward.In(MatterState.Dispatched);
        await office.Deliver();
        Assert.True(office.Mail.Letters.TryDequeue(out var told));
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", told, StringComparison.Ordinal);
        var link = PostOffice.LinkIn(MailServer.Read(told), "/u/");
        await Ward.Stranger.GetStringAsync(link, Ct);
        Assert.Equal(HttpStatusCode.NoContent, (await Ward.Stranger.PostAsync(link + "/now", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Ward.Stranger.PostAsync("/u/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/now", null, Ct)).StatusCode);

        await Ward.In(MatterState.Dispatched);
        await office.Deliver();
        Assert.Empty(office.Mail.Letters);
    }

    [Fact]
    public async Task A_reporter_is_told_on_the_phone_they_left_but_not_at_night()
    {
        Ward.App.Clock.Set(TestNight);
        await Ward.Report(new { text = "小区东门那盏灯坏三天了", point = Ward.Point(), reporter = new { name = "陈阿婆", phone = "138 0013 8000" } });
        await office.Deliver();
        Assert.Empty(office.Sms.Heard);
        Ward.App.Clock.Set(TestNight.AddHours(7.6));
        await office.Deliver();
        var (_, body, headers) = Assert.Single(office.Sms.Heard);
        Assert.Equal("13800138000", JsonElement.Parse(body).GetProperty("phone").GetString());
        Assert.DoesNotContain("陈阿婆", body, StringComparison.Ordinal);
        Assert.True(headers.ContainsKey("idempotency-key"));
    }

    [Fact]
    public async Task Who_wants_a_digest_gets_one_letter_in_the_morning()
    {
        await FollowByAccount(new { area = Town.One });
        await Choose(office.Neighbour, new { quietFrom = "22:00", quietUntil = "07:00", mail = "wu@mail.test", topics = new { moving = "daily" } });
        await office.Deliver();
        Assert.True(office.Mail.Letters.TryDequeue(out var question));
        await Press(PostOffice.LinkIn(MailServer.Read(question), "/c/"), "confirm");
        await Ward.In(MatterState.Dispatched);
        await Ward.In(MatterState.Dispatched);
        await office.Deliver();
        Assert.Empty(office.Mail.Letters);
        Ward.App.Clock.Advance(TimeSpan.FromHours(23));
        await office.Deliver();
        Assert.True(office.Mail.Letters.TryDequeue(out var digest));
        Assert.Empty(office.Mail.Letters);
        Assert.Equal(2, MailServer.Read(digest).Split("/matters/").Length - 1);
    }

    [Fact]
    public async Task Robots_get_number_kind_place_and_link_in_their_own_form()
    {
        await using var server = await HttpServer.Start();
        foreach (var (kind, path) in new[] { ("weCom", "/wecom?key=1"), ("dingTalk", "/ding?access_token=1"), ("json", "/json") })
            await Ward.Read(await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/robots", new { name = kind, kind, area = Town.One, url = server.Address + path, secret = "SECabc" }, Ct));
        var told = await Ward.In(MatterState.Dispatched);
        await office.Deliver();

        var heard = server.Heard.ToDictionary(h => h.Path.Split('?')[0]);
        Assert.Equal("markdown", JsonElement.Parse(heard["/wecom"].Body).GetProperty("msgtype").GetString());
        Assert.Contains(told.Number, JsonElement.Parse(heard["/wecom"].Body).GetProperty("markdown").GetProperty("content").GetString(), StringComparison.Ordinal);
        var query = System.Web.HttpUtility.ParseQueryString(heard["/ding"].Path.Split('?')[1]);
        var sign = Convert.ToBase64String(HMACSHA256.HashData("SECabc"u8.ToArray(), Encoding.UTF8.GetBytes($"{query["timestamp"]}\nSECabc")));
        Assert.Equal((sign, "1"), (query["sign"], query["access_token"]));
        var facts = JsonElement.Parse(heard["/json"].Body).GetProperty("facts");
        Assert.Equal(["category", "link", "number", "place"], facts.EnumerateObject().Select(f => f.Name).Order());
        Assert.StartsWith("v1,", heard["/json"].Headers["webhook-signature"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_arrive_is_tried_again_then_waits_for_a_person_who_sends_it_again()
    {
        await using var server = await HttpServer.Start();
        server.Answer = """{"errcode":310000,"errmsg":"sign not match"}""";
        await Ward.Read(await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/robots", new { name = "g", kind = "dingTalk", area = "", url = server.Address }, Ct));
        await Ward.In(MatterState.Dispatched);
        await office.Deliver();
        foreach (var wait in Letter.Waits)
        {
            Ward.App.Clock.Advance(wait);
            await office.Send(Way.Hook);
        }
        Assert.Equal(1 + Letter.Waits.Count, server.Heard.Count);
        var dead = Assert.Single(await office.Letters(Way.Hook));
        Assert.Equal((LetterState.Dead, "refused", "errcode 310000"), (dead.State, dead.Trouble, dead.Detail));
        Assert.Contains("errcode 310000", await office.Keeper.GetStringAsync("/console/notices?state=Dead", Ct), StringComparison.Ordinal);

        server.Answer = """{"errcode":0}""";
        Assert.Equal(HttpStatusCode.NoContent, (await office.Keeper.PostAsync($"{PostOffice.Notices}/letters/{dead.Id}/resend", null, Ct)).StatusCode);
        Assert.Equal(1, await office.Send(Way.Hook));
        Assert.Equal(HttpStatusCode.NotFound, (await office.Keeper.PostAsync($"{PostOffice.Notices}/letters/{dead.Id}/resend", null, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_gateway_that_never_answers_holds_up_nobody_else()
    {
        office.Sms.Hangs = true;
        await Ward.Read(await Ward.Stranger.PostAsJsonAsync(PostOffice.Notices + "/follows", new { area = Town.One, mail = "lin@mail.test" }, Ct));
        await Ward.Report(new { text = "小区东门那盏灯坏三天了", point = Ward.Point(), reporter = new { name = "林", phone = "13800138000" } });
        await Ward.App.DeliverDue();
        var sms = office.Send(Way.Sms);
        Assert.Equal(1, await office.Send(Way.Mail));
        Assert.Equal(0, await sms);
        Assert.Equal(("timeout", LetterState.Waiting), (await office.Letters(Way.Sms)).Select(l => (l.Trouble!, l.State)).Single());
    }

    [Fact]
    public async Task Of_a_matter_that_is_not_public_onlookers_and_robots_hear_nothing()
    {
        await using var server = await HttpServer.Start();
        await Ward.Read(await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/robots", new { name = "g", kind = "json", area = "", url = server.Address }, Ct));
        await FollowByAccount(new { area = Town.One });
        var told = await Ward.Report(new { text = "小区东门那盏灯坏三天了", point = Ward.Point(), @private = true });
        await Ward.Do(told, "classify", new { categoryCode = Ward.Lamp });
        await Ward.Do(told, "dispatch", new { unitCode = Ward.Lead });
        await office.Deliver();
        Assert.Empty(server.Heard);
        Assert.DoesNotContain(await office.Letters(), l => l.Topic == "moving" && l.Way == Way.Inbox);
        Assert.Contains(await office.Letters(), l => l.Topic == "work");
    }

    [Fact]
    public async Task Twelve_hundred_followers_are_told_in_rounds_each_once()
    {
        await Ward.App.InScope(async services =>
        {
            var db = services.GetRequiredService<CuobianDb>();
            for (var i = 0; i < 1200; i++)
                db.Add(new Follow { Id = Guid.CreateVersion7(TestNight), Who = $"mail:{i}", Target = Follow.OfArea(Town.One, i % 2 == 0 ? null : Ward.Lamp), Mail = $"f{i}@mail.test", At = TestNight, ConfirmedAt = TestNight });
            return await db.SaveChangesAsync(Ct);
        });
        await Ward.In(MatterState.Dispatched);
        await Ward.App.DeliverDue();
        var letters = (await office.Letters(Way.Mail)).Where(l => l.Topic == "moving").ToList();
        Assert.Equal((1200, 1200), (letters.Count, letters.Select(l => l.Who).Distinct().Count()));
    }

    [Fact]
    public async Task Delivered_again_and_again_an_event_is_told_once_to_each_person_by_each_way()
    {
        await FollowByAccount(new { area = Town.One });
        await FollowByAccount(new { area = Town.One, category = Ward.Lamp });
        var stored = await Ward.Stored(await Ward.In(MatterState.Handling));
        await office.Deliver();
        var before = (await office.Letters()).Select(l => l.Id).ToList();
        var spreads = await Ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Set<Spread>().AsNoTracking().ToListAsync(Ct));
        var replays = Gen.Choose(0, (stored.Entries.Count * 2) - 1).ListOf(30).Sample(5);
        foreach (var at in replays.SelectMany(r => r))
        {
            var entry = stored.Entries[at % stored.Entries.Count];
            await Ward.App.InScope(async services =>
            {
                if (at < stored.Entries.Count) await services.GetRequiredService<TellPeople>().React([new MatterMoved(stored.Id, stored.Number, stored.Area, $"{entry.Command}", $"{entry.To}", entry.At)], Ct);
                else await services.GetRequiredService<SpreadOn>().React(new SpreadDue(spreads[at % spreads.Count].Id, at % 3), Ct);
                return 0;
            });
            await Ward.App.DeliverDue();
        }
        Assert.Equal(before, (await office.Letters()).Select(l => l.Id));
        var keys = (await office.Letters()).Select(l => (l.Event, l.Who, l.Way)).ToList();
        Assert.Equal(keys.Distinct(), keys);
    }

    [Fact]
    public async Task The_log_holds_no_word_of_a_letter_in_clear()
    {
        await Ward.Report(new { text = "小区东门那盏灯坏三天了", point = Ward.Point(), reporter = new { name = "陈", phone = "13800138000" } });
        await Ward.App.DeliverDue();
        var letter = Assert.Single(await office.Letters(Way.Sms));
        Assert.DoesNotContain("13800138000", letter.SealedPaper + letter.Who + letter.Event, StringComparison.Ordinal);
        Assert.Equal("13800138000", letter.Paper.To);
        Assert.DoesNotContain(letter.Paper.Text, letter.SealedPaper, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_are_written_anew_looked_at_and_reset_and_an_unknown_placeholder_is_named()
    {
        var bad = await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/templates", new { topic = "work", way = "inbox", title = "新 {phone}", text = "{number" }, Ct);
        var faults = await bad.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Contains("{phone}", faults, StringComparison.Ordinal);
        Assert.Contains("notices.brace_alone", faults, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/templates", new { topic = "moving", way = "hook", title = "t", text = "{unit}" }, Ct)).StatusCode);

        var own = new { topic = "work", way = "inbox", title = "来活了 {number}", text = "在 {place}" };
        Assert.DoesNotContain("{", (await Ward.Read(await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/templates/preview", own, Ct))).GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/templates", own, Ct)).StatusCode);
        var told = await Ward.In(MatterState.Dispatched);
        await office.Deliver();
        Assert.Contains(await office.Letters(Way.Inbox), l => l.Paper.Title == $"来活了 {told.Number}");
        Assert.Equal(HttpStatusCode.NoContent, (await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/templates/reset", own, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Ward.Boss.PostAsJsonAsync(PostOffice.Notices + "/templates", own, Ct)).StatusCode);
    }

    [Fact]
    public async Task Duties_cannot_be_switched_off_and_faults_name_their_field()
    {
        var answer = await Ward.Boss.PostAsJsonAsync(PostOffice.Notices + "/choices", new { quietFrom = "25:00", quietUntil = "07:00", mail = "x", topics = new { work = "off" } }, Ct);
        var faults = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        foreach (var code in new[] { "notices.time_form", "notices.mail_form", "notices.duty_stays" }) Assert.Contains(code, faults, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/me/notices")]
    [InlineData("/me/notices/settings")]
    [InlineData("/follow")]
    [InlineData("/follow?area=359902001")]
    [InlineData("/console/inbox")]
    [InlineData("/console/notices")]
    [InlineData("/console/notices/templates")]
    [InlineData("/console/notices/templates?topic=work&way=Sms")]
    [InlineData("/console/notices/robots")]
    public async Task Pages_are_sound(string path)
    {
        await Ward.In(MatterState.Dispatched);
        await office.Deliver();
        foreach (var language in new[] { "zh-CN", "en" })
        {
            office.Keeper.DefaultRequestHeaders.AcceptLanguage.Clear();
            office.Keeper.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
            var html = await office.Keeper.GetStringAsync(path, Ct);
            Page.AssertSound(html);
        }
    }

    private static readonly DateTimeOffset TestNight = new(2026, 3, 16, 23, 30, 0, TimeSpan.FromHours(8));

    private async Task FollowByAccount(object what) => await Ward.Read(await office.Neighbour.PostAsJsonAsync(PostOffice.Notices + "/follows", what, Ct));

    private static async Task Choose(HttpClient client, object form) =>
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync(PostOffice.Notices + "/choices", form, Ct)).StatusCode);

    /// <summary>Opens a page and presses the one button on it.</summary>
    private async Task Press(string path, string handler)
    {
        var html = await Ward.Stranger.GetStringAsync(path, Ct);
        Page.AssertSound(html);
        var token = html.Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = handler, ["__RequestVerificationToken"] = token });
        Assert.Equal(HttpStatusCode.OK, (await Ward.Stranger.PostAsync(path, form, Ct)).StatusCode);
    }
}
