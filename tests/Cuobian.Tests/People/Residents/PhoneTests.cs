using System.Net;
using System.Net.Http.Json;
using Cuobian.Data;
using Cuobian.Matters;
using Cuobian.People;
using Cuobian.People.Contracts;
using Cuobian.People.Residents;
using Cuobian.Tests.Crypto;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.Residents;

/// <summary>Residents come in with their phone and a code that is good once.</summary>
public sealed class PhoneTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_code_makes_the_account_and_later_ones_open_the_same()
    {
        await using var app = await CuobianApp.Start();
        using var one = app.CreateClient();
        await one.EnterByPhone(app);
        Assert.Equal(HttpStatusCode.OK, (await one.WhoAmI()).StatusCode);
        app.Clock.Advance(SendCode.Pause);
        using var two = app.CreateClient();
        await two.EnterByPhone(app, "+86 139 0000 1234");
        var account = await app.InScope(services => services.GetRequiredService<CuobianDb>().Accounts.SingleAsync(Ct));
        Assert.Equal(SomePhone.Number, account.Phone);
        Assert.Equal(SomePhone.Number, await app.InScope(services => services.GetRequiredService<IAccounts>().PhoneOf(account.Id, Ct)));
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var slip = await client.SlipFor();
        var code = app.CodeOn();
        Assert.Equal(HttpStatusCode.NoContent, (await client.Enter(slip, code)).StatusCode);
        using var thief = app.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.Enter(slip, code)).StatusCode);
    }

    [Fact]
    public async Task Of_many_who_bring_one_code_at_once_one_comes_in()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var slip = await client.SlipFor();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.Enter(slip, app.CodeOn())));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task After_five_tries_the_right_code_is_refused_too()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var slip = await client.SlipFor();
        var wrong = app.CodeOn() == "000000" ? "000001" : "000000";
        for (var i = 0; i < PhoneCode.MostTries; i++) Assert.Equal(HttpStatusCode.Unauthorized, (await client.Enter(slip, wrong)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Enter(slip, app.CodeOn())).StatusCode);
    }

    [Fact]
    public async Task A_code_ends_after_five_minutes_and_without_its_slip_it_opens_nothing()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var slip = await client.SlipFor();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Enter("made up", app.CodeOn())).StatusCode);
        app.Clock.Advance(PhoneCode.Life);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Enter(slip, app.CodeOn())).StatusCode);
    }

    [Fact]
    public async Task A_phone_gets_one_code_a_minute_and_few_an_hour()
    {
        await using var app = await CuobianApp.Start(("Limits:CodesPerPhoneHour", "3"));
        using var client = app.CreateClient();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.AskCode()).StatusCode);
            Assert.Contains("people.code_wait", await (await client.AskCode()).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
            app.Clock.Advance(SendCode.Pause);
        }
        Assert.Contains("people.code_too_many", await (await client.AskCode()).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.OK, (await client.AskCode()).StatusCode);
    }

    [Fact]
    public async Task Two_asked_at_the_same_moment_are_one()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.AskCode()));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_asks_for_few_codes_an_hour()
    {
        await using var app = await CuobianApp.Start(("Limits:CodesPerAddressHour", "2"));
        using var client = app.CreateClient();
        Assert.Equal(HttpStatusCode.OK, (await client.AskCode("13900000001")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.AskCode("13900000002")).StatusCode);
        Assert.Contains("people.code_too_many_here", await (await client.AskCode("13900000003")).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answers_do_not_tell_whether_a_phone_has_an_account()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        await client.EnterByPhone(app, "13900000001");
        await client.EnterByPhone(app, "13900000002");
        await app.InScope(async services =>
        {
            var db = services.GetRequiredService<CuobianDb>();
            var closed = (await db.Accounts.ToListAsync(Ct)).Single(a => a.Phone == "13900000002");
            closed.Disable();
            return await db.SaveChangesAsync(Ct);
        });
        app.Clock.Advance(SendCode.Pause);
        using var stranger = app.CreateClient();
        var told = new List<string>();
        foreach (var phone in new[] { "13900000001", "13900000002", "13900000003" })
        {
            var slip = await stranger.SlipFor(phone);
            var wrong = app.CodeOn(phone) == "000000" ? "000001" : "000000";
            var answer = await stranger.Enter(slip, wrong);
            told.Add($"{slip.Length} {(int)answer.StatusCode} {System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(Ct), "\"traceId\":\"[^\"]*\"", "")}");
        }
        Assert.Single(told.Distinct());
        // Not even with the right code does a closed account tell that it is closed.
        app.Clock.Advance(SendCode.Pause);
        var last = await stranger.Enter(await stranger.SlipFor("13900000002"), app.CodeOn("13900000002"));
        Assert.Equal(HttpStatusCode.Unauthorized, last.StatusCode);
        Assert.Contains("people.phone_code_wrong", await last.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1390000")]
    [InlineData("没有电话")]
    [InlineData("0595-28881234")]
    [InlineData("12345678901")]
    public async Task What_is_no_mobile_number_is_named(string phone)
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var answer = await client.AskCode(phone);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"phone\"", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_without_a_password_is_opened_by_none()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        await client.EnterByPhone(app);
        var login = await app.InScope(services => services.GetRequiredService<CuobianDb>().Accounts.Select(a => a.Login).SingleAsync(Ct));
        using var other = app.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.SignIn(login, "any password at all")).StatusCode);
    }

    [Fact]
    public async Task The_database_holds_neither_the_phone_nor_the_code()
    {
        await using var app = await CuobianApp.Start(("Sms:Sender", "http"), ("Sms:Url", "http://127.0.0.1:9/"));
        using var client = app.CreateClient();
        Assert.Equal(HttpStatusCode.OK, (await client.AskCode()).StatusCode);
        var dump = await SealedDataTests.Dump(app);
        Assert.DoesNotContain(SomePhone.Number, dump, StringComparison.Ordinal);
        Assert.DoesNotContain("【厝边】", dump, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resident_reports_into_the_account_and_takes_earlier_matters_along()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var before = await Report(client, "路灯不亮");
        await client.EnterByPhone(app);
        var after = await Report(client, "井盖松了");
        using var elsewhere = app.CreateClient();
        app.Clock.Advance(SendCode.Pause);
        await elsewhere.EnterByPhone(app);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync($"/api/v1/matters/{after.Number}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync($"/api/v1/matters/{before.Number}", Ct)).StatusCode);

        Assert.Equal(0, await Claim(client, before.Number, "00000000"));
        Assert.Equal(1, await Claim(client, before.Number, before.Code));
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync($"/api/v1/matters/{before.Number}", Ct)).StatusCode);
        var mine = await elsewhere.GetStringAsync("/mine", Ct);
        Assert.All(["路灯不亮", "井盖松了"], text => Assert.Contains(text, mine, StringComparison.Ordinal));

        // Whoever else knows the code cannot take it away.
        using var other = app.CreateClient();
        await other.EnterByPhone(app, "13900009999");
        Assert.Equal(0, await Claim(other, before.Number, before.Code));
        using var stranger = app.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsJsonAsync("/api/v1/matters/claim", new { matters = Array.Empty<object>() }, Ct)).StatusCode);
    }

    private static async Task<int> Claim(HttpClient client, string number, string code)
    {
        var answer = await client.PostAsJsonAsync("/api/v1/matters/claim", new { matters = new[] { new { number, code } } }, Ct);
        return (await answer.Content.ReadFromJsonAsync<ClaimMatters.Answer>(Ct))!.Claimed;
    }

    private static async Task<(string Number, string Code)> Report(HttpClient client, string text)
    {
        var answer = await client.PostAsJsonAsync("/api/v1/matters", new { text }, Ct);
        var told = System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync(Ct));
        return (told.GetProperty("number").GetString()!, told.GetProperty("code").GetString()!);
    }
}
