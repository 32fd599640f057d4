using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cuobian.Matters;
using Cuobian.Notices;
using Cuobian.Notices.Letters;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Places;

namespace Cuobian.Tests.Notices;

/// <summary>What leaves the house arrives, comes back, or waits for a person; nobody waits for a dead gateway.</summary>
public sealed class CourierTests : AtThePostOffice
{
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
    public async Task A_robot_is_tried_at_once_and_goes_with_what_waits_for_it()
    {
        await using var server = await HttpServer.Start();
        var id = (await Ward.Read(await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/robots", new { name = "网格群", kind = "dingTalk", area = "", url = server.Address }, Ct))).GetProperty("id").GetGuid();
        var robot = $"{PostOffice.Notices}/robots/{id}";
        Assert.Equal(HttpStatusCode.NoContent, (await office.Keeper.PostAsync(robot + "/try", null, Ct)).StatusCode);
        Assert.Contains("网格群", Assert.Single(server.Heard).Body, StringComparison.Ordinal);
        server.Answer = """{"errcode":310000,"errmsg":"sign not match"}""";
        var refused = await office.Keeper.PostAsync(robot + "/try", null, Ct);
        Assert.Contains("errcode 310000", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal((409, "notices.robot_says_no"), await Ward.Outcome(refused));
        Assert.Equal(HttpStatusCode.Forbidden, (await Ward.Boss.PostAsync(robot + "/try", null, Ct)).StatusCode);

        await Ward.In(MatterState.Dispatched);
        await office.Deliver();
        Assert.Equal(LetterState.Waiting, Assert.Single(await office.Letters(Way.Hook)).State);
        Assert.Equal(HttpStatusCode.Forbidden, (await Ward.Boss.DeleteAsync(robot, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await office.Keeper.DeleteAsync(robot, Ct)).StatusCode);
        Assert.Empty(await office.Letters(Way.Hook));
        Assert.Equal(HttpStatusCode.NotFound, (await office.Keeper.PostAsync(robot + "/try", null, Ct)).StatusCode);
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
    public async Task The_log_holds_no_word_of_a_letter_in_clear()
    {
        await Ward.Report(new { text = "小区东门那盏灯坏三天了", point = Ward.Point(), reporter = new { name = "陈", phone = "13800138000" } });
        await Ward.App.DeliverDue();
        var letter = Assert.Single(await office.Letters(Way.Sms));
        Assert.DoesNotContain("13800138000", letter.SealedPaper + letter.Who + letter.Event, StringComparison.Ordinal);
        Assert.Equal("13800138000", letter.Paper.To);
        Assert.DoesNotContain(letter.Paper.Text, letter.SealedPaper, StringComparison.Ordinal);
    }
}
