using System.Net;
using System.Net.Http.Json;
using Cuobian.Data;
using Cuobian.Matters;
using Cuobian.Notices;
using Cuobian.Notices.Follows;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Places;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Notices;

/// <summary>Who follows is told of what is public, leaves at one click, and hears nothing of the rest.</summary>
public sealed class FollowTests : AtThePostOffice
{
    [Fact]
    public async Task A_follower_by_mail_confirms_is_told_and_leaves_without_signing_in()
    {
        await Ward.Read(await Ward.Stranger.PostAsJsonAsync(PostOffice.Notices + "/follows", new { area = Town.One, mail = "chen@mail.test" }, Ct));
        await Ward.In(MatterState.Dispatched);
        await office.Deliver();
        Assert.True(office.Mail.Letters.TryDequeue(out var question));
        Assert.Empty(office.Mail.Letters);
        await office.Press(PostOffice.LinkIn(MailServer.Read(question), "/c/"), "confirm");

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
    public async Task Of_a_matter_that_is_not_public_onlookers_and_robots_hear_nothing()
    {
        await using var server = await HttpServer.Start();
        await Ward.Read(await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/robots", new { name = "g", kind = "json", area = "", url = server.Address }, Ct));
        await office.FollowByAccount(new { area = Town.One });
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
                db.Add(new Follow { Id = Guid.CreateVersion7(PostOffice.Night), Who = $"mail:{i}", Target = Follow.OfArea(Town.One, i % 2 == 0 ? null : Ward.Lamp), Mail = $"f{i}@mail.test", At = PostOffice.Night, ConfirmedAt = PostOffice.Night });
            return await db.SaveChangesAsync(Ct);
        });
        await Ward.In(MatterState.Dispatched);
        await Ward.App.DeliverDue();
        var letters = (await office.Letters(Way.Mail)).Where(l => l.Topic == "moving").ToList();
        Assert.Equal((1200, 1200), (letters.Count, letters.Select(l => l.Who).Distinct().Count()));
    }
}
