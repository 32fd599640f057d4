using System.Net;
using System.Text.Json;
using Cuobian.Data;
using Cuobian.Exchange.Partners;
using Cuobian.Matters;
using Cuobian.Tests.People;
using Cuobian.Tests.Places;
using Cuobian.Tests.Support;
using Cuobian.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Exchange;

/// <summary>Partners in processes of their own: they report, hear of what happens, hang and fail.</summary>
public sealed class PartnerTests : IAsyncLifetime
{
    private CuobianApp app = null!;
    private string key = "";
    private string city = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        (app, key, city) = await Outside.CityOnAPort(("Exchange:AllowNetworks", "127.0.0.0/8"), ("Exchange:TimeoutSeconds", "1"));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_hotline_reports_in_its_own_words_and_hears_how_it_goes_on()
    {
        using var hotline = await ForeignSystem.Start();
        await hotline.Join(app, city, "hotline-12345", categories: new() { [Outside.Lamp] = "LAMP" });
        var report = new { externalId = "HL-1", text = "王芳家门口灯不亮，电话 13900139000", category = "LAMP", lat = Town.Lat(1), lon = Town.Lon(1), reporterName = "王芳", reporterPhone = "13900139000" };
        var (status, body) = await hotline.Say("m-1", ReceiveMessage.Reported, report);
        Assert.True(status == 200, body);
        var number = JsonDocument.Parse(body).RootElement.GetProperty("number").GetString()!;
        Assert.Equal(Outside.Lamp, (await Stored(number)).CategoryCode);

        Assert.Equal((200, body), await hotline.Say("m-1", ReceiveMessage.Reported, report));
        Assert.Equal((200, body), await hotline.Say("m-2", ReceiveMessage.Reported, report));
        Assert.Equal(200, (await hotline.Say("m-3", ReceiveMessage.Commented, new { externalId = "HL-1", words = "还是不亮" })).Status);
        Assert.Equal(200, (await hotline.Say("m-4", ReceiveMessage.Withdrawn, new { externalId = "HL-1" })).Status);
        Assert.Equal(MatterState.Withdrawn, (await Stored(number)).State);
        Assert.Equal(1, await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Matter>().CountAsync(Stop)));

        await Deliver();
        var heard = await hotline.Heard();
        Assert.All(heard, message => Assert.True(message.GetProperty("verified").GetBoolean()));
        Assert.Contains(heard, message => message.GetProperty("event").GetProperty("data").GetProperty("state").GetString() == "Withdrawn");
        Assert.All(heard, message => Assert.Equal("HL-1", message.GetProperty("event").GetProperty("data").GetProperty("externalId").GetString()));
        Assert.Equal("LAMP", heard[0].GetProperty("event").GetProperty("data").GetProperty("category").GetString());
        var everything = string.Concat(heard.Select(message => message.GetRawText()));
        foreach (var personal in new[] { "王芳", "13900139000", "不亮" }) Assert.DoesNotContain(personal, everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_category_is_looked_at_by_a_person_and_an_unknown_message_is_refused()
    {
        using var hotline = await ForeignSystem.Start();
        await hotline.Join(app, city, "hotline-12345");
        var (_, body) = await hotline.Say("m-1", ReceiveMessage.Reported, new { externalId = "1", text = "说不清", category = "???" });
        Assert.Equal(MatterState.Triage, (await Stored(JsonDocument.Parse(body).RootElement.GetProperty("number").GetString()!)).State);
        Assert.Equal(400, (await hotline.Say("m-2", "cn.example.other", new { externalId = "1" })).Status);
        Assert.Equal(400, (await hotline.Say("m-3", ReceiveMessage.Urged, new { externalId = "2" })).Status);
        Assert.Equal(400, (await hotline.Say("m-4", ReceiveMessage.Reported, new { externalId = "3" })).Status);
    }

    [Fact]
    public async Task What_is_not_signed_well_or_old_is_not_listened_to()
    {
        using var hotline = await ForeignSystem.Start();
        await hotline.Join(app, city, "hotline-12345");
        var report = new { externalId = "1", text = "灯不亮" };
        await hotline.Tell(new { code = "somebody-else" });
        Assert.Equal(401, (await hotline.Say("m-1", ReceiveMessage.Reported, report)).Status);
        await hotline.Tell(new { code = "hotline-12345", now = app.Clock.GetUtcNow().AddMinutes(-6).ToUnixTimeSeconds() });
        Assert.Equal(401, (await hotline.Say("m-1", ReceiveMessage.Reported, report)).Status);
        await hotline.Tell(new { now = app.Clock.GetUtcNow().ToUnixTimeSeconds(), secret = Webhook.NewSecret() });
        Assert.Equal(401, (await hotline.Say("m-1", ReceiveMessage.Reported, report)).Status);
        Assert.Equal(0, await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Received>().CountAsync(Stop)));
    }

    [Fact]
    public async Task A_partner_that_hangs_does_not_hold_up_the_other()
    {
        using var hanging = await ForeignSystem.Start();
        using var well = await ForeignSystem.Start();
        await hanging.Join(app, city, "province", "hang");
        await well.Join(app, city, "hotline-12345");
        await ReportLamp();

        await Deliver();
        Assert.NotEmpty(await well.Heard());
        var waiting = await Deliveries("province");
        Assert.All(waiting, delivery => Assert.Equal(DeliveryState.Waiting, delivery.State));
        // One message found out; the others were not tried after it.
        Assert.Equal("timeout", waiting.Single(delivery => delivery.Attempts == 1).Error);
    }

    [Fact]
    public async Task While_one_hangs_others_hear_of_what_is_new_and_it_is_called_by_one_server_at_a_time()
    {
        using var hanging = await ForeignSystem.Start();
        using var well = await ForeignSystem.Start();
        await hanging.Join(app, city, "province", "hang");
        await well.Join(app, city, "hotline-12345");
        await ReportLamp();
        await app.DeliverDue();
        var first = await app.Services.GetRequiredService<Courier>().Begin(Stop);
        await ReportLamp();
        await Task.WhenAll(Deliver(), Deliver());
        await Task.WhenAll(first);

        Assert.Equal(1, (await Deliveries("province")).Sum(delivery => delivery.Attempts));
        Assert.All(await Deliveries("hotline-12345"), delivery => Assert.Equal((DeliveryState.Delivered, 1), (delivery.State, delivery.Attempts)));
        Assert.Equal(Health.Troubled, (await Partners()).Single(partner => partner.Code == "province").Health);
    }

    [Fact]
    public async Task A_partner_that_fails_gets_the_same_message_later()
    {
        using var partner = await ForeignSystem.Start();
        await partner.Join(app, city, "province", "fail once");
        await ReportLamp();
        await Deliver();
        Assert.Empty(await partner.Heard());
        Assert.Equal(Health.Troubled, (await Partners()).Single().Health);

        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await Deliver();
        var deliveries = await Deliveries("province");
        Assert.All(deliveries, delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
        // Those behind the one that failed were taken with it and not tried.
        Assert.Equal(deliveries.Count + 1, deliveries.Sum(delivery => delivery.Attempts));
        Assert.Equal(deliveries.Select(d => "msg_" + d.Id.ToString("N")).Order(), (await partner.Heard()).Select(h => h.GetProperty("id").GetString()!).Order());
        Assert.Equal(Health.Well, (await Partners()).Single().Health);
    }

    [Fact]
    public async Task What_cannot_even_be_sent_is_noted_like_what_was_refused()
    {
        using var partner = await ForeignSystem.Start();
        await partner.Join(app, city, "province");
        await ReportLamp();
        var address = await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Partner>().Select(p => p.Url).SingleAsync(Stop));
        await MoveTo("nowhere");
        await Deliver();
        Assert.NotEmpty((await Deliveries("province")).Single(delivery => delivery.Attempts == 1).Error!);
        Assert.Equal(Health.Troubled, (await Partners()).Single().Health);

        await MoveTo(address);
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await Deliver();
        Assert.All(await Deliveries("province"), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));

        Task<int> MoveTo(string? url) => app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Partner>().ExecuteUpdateAsync(set => set.SetProperty(p => p.Url, url), Stop));
    }

    [Fact]
    public async Task While_a_secret_is_changed_both_count()
    {
        using var partner = await ForeignSystem.Start();
        await partner.Join(app, city, "province");
        await app.InScope(s => s.GetRequiredService<ChangePartner>().Rotate("province", Stop));
        await ReportLamp();
        await Deliver();
        Assert.All(await partner.Heard(), heard => Assert.True(heard.GetProperty("verified").GetBoolean() && heard.GetProperty("signatures").GetInt32() == 2));
        Assert.Equal(200, (await partner.Say("m-1", ReceiveMessage.Reported, new { externalId = "1", text = "灯不亮" })).Status);

        app.Clock.Advance(Partner.OldSecretLife);
        await partner.Tell(new { now = app.Clock.GetUtcNow().ToUnixTimeSeconds() });
        Assert.Equal(401, (await partner.Say("m-2", ReceiveMessage.Reported, new { externalId = "2", text = "灯不亮" })).Status);
    }

    [Fact]
    public async Task Staff_see_how_partners_do_and_send_again()
    {
        using var partner = await ForeignSystem.Start();
        await partner.Join(app, city, "province");
        await ReportLamp();
        await Deliver();
        var before = (await partner.Heard()).Count;

        await app.Hire("root", "administrator", "35");
        var token = await app.Issue("root", []);
        using var client = new HttpClient { BaseAddress = new Uri(city) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token.Secret);
        // The partner covers everything, the administrator a province: not theirs to see.
        Assert.Equal(0, (await client.Json("/api/v1/exchange/partners")).GetArrayLength());
        var page = await client.GetStringAsync("/console/partners", Stop);
        Page.AssertSound(page);

        var id = (await Deliveries("province"))[0].Id;
        await app.InScope(s => s.GetRequiredService<ResendDelivery>().Run(id, Stop));
        await Deliver();
        Assert.Equal(before + 1, (await partner.Heard()).Count);
        using var stranger = new HttpClient { BaseAddress = new Uri(city) };
        using var refused = await stranger.GetAsync("/api/v1/exchange/partners", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private async Task ReportLamp()
    {
        using var client = new HttpClient { BaseAddress = new Uri(city) };
        (await client.Ask($"api_key={key}&service_code={Outside.Lamp}&lat={Outside.Lat}&long={Outside.Lon}")).EnsureSuccessStatusCode();
    }

    private async Task Deliver()
    {
        await app.DeliverDue();
        await app.Services.GetRequiredService<Courier>().SendDue(Stop);
    }

    private Task<IReadOnlyList<PartnerView>> Partners() => app.InScope(s => s.GetRequiredService<FindPartners>().Run(Stop));

    private Task<IReadOnlyList<DeliveryView>> Deliveries(string partner) => app.InScope(s => s.GetRequiredService<FindPartners>().Deliveries(partner, null, null, Stop));

    private Task<Matter> Stored(string number) => app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Matter>().AsNoTracking().SingleAsync(m => m.Number == number, Stop));
}
