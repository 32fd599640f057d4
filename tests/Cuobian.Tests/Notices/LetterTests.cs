using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Notices.Letters;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Places;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Notices;

/// <summary>Who is told, when, and how often: in the inbox, on the phone, in a digest.</summary>
public sealed class LetterTests : AtThePostOffice
{
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
    public async Task A_reporter_is_told_on_the_phone_they_left_but_not_at_night()
    {
        Ward.App.Clock.Set(PostOffice.Night);
        await Ward.Report(new { text = "小区东门那盏灯坏三天了", point = Ward.Point(), reporter = new { name = "陈阿婆", phone = "138 0013 8000" } });
        await office.Deliver();
        Assert.Empty(office.Sms.Heard);
        Ward.App.Clock.Set(PostOffice.Night.AddHours(7.6));
        await office.Deliver();
        var (_, body, headers) = Assert.Single(office.Sms.Heard);
        Assert.Equal("13800138000", JsonElement.Parse(body).GetProperty("phone").GetString());
        Assert.DoesNotContain("陈阿婆", body, StringComparison.Ordinal);
        Assert.True(headers.ContainsKey("idempotency-key"));
    }

    [Fact]
    public async Task Who_wants_a_digest_gets_one_letter_in_the_morning()
    {
        await office.FollowByAccount(new { area = Town.One });
        await PostOffice.Choose(office.Neighbour, new { quietFrom = "22:00", quietUntil = "07:00", mail = "wu@mail.test", topics = new { moving = "daily" } });
        await office.Deliver();
        Assert.True(office.Mail.Letters.TryDequeue(out var question));
        await office.Press(PostOffice.LinkIn(MailServer.Read(question), "/c/"), "confirm");
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
    public async Task Delivered_again_and_again_an_event_is_told_once_to_each_person_by_each_way()
    {
        await office.FollowByAccount(new { area = Town.One });
        await office.FollowByAccount(new { area = Town.One, category = Ward.Lamp });
        var stored = await Ward.Stored(await Ward.In(MatterState.Handling));
        await office.Deliver();
        var before = (await office.Letters()).Select(l => l.Id).ToList();
        var replays = Gen.Choose(0, stored.Entries.Count - 1).ListOf(30).Sample(5);
        foreach (var at in replays.SelectMany(r => r))
        {
            var entry = stored.Entries[at];
            await Ward.App.InScope(async services =>
            {
                await services.GetRequiredService<TellPeople>().React([new MatterMoved(stored.Id, stored.Number, stored.Area, $"{entry.Command}", $"{entry.To}", entry.At) { Part = $"{entry.Part}" }], Ct);
                return 0;
            });
            await Ward.App.DeliverDue();
        }
        Assert.Equal(before, (await office.Letters()).Select(l => l.Id));
        var keys = (await office.Letters()).Select(l => (l.Event, l.Who, l.Way)).ToList();
        Assert.Equal(keys.Distinct(), keys);
    }

    [Fact]
    public async Task Duties_cannot_be_switched_off_and_faults_name_their_field()
    {
        var answer = await Ward.Boss.PostAsJsonAsync(PostOffice.Notices + "/choices", new { quietFrom = "25:00", quietUntil = "07:00", mail = "x", topics = new { work = "off" } }, Ct);
        var faults = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        foreach (var code in new[] { "notices.time_form", "notices.mail_form", "notices.duty_stays" }) Assert.Contains(code, faults, StringComparison.Ordinal);
    }
}
