using System.Net;
using System.Net.Http.Json;
using Cuobian.Data;
using Cuobian.People;
using Cuobian.People.Me;
using Cuobian.People.Acts;
using Cuobian.People.Residents;
using Cuobian.People.Sms;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Matters.Pages;
using Cuobian.Tests.People.Residents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.Me;

/// <summary>A resident proves a new phone: they keep what is theirs, everybody else at their account is out, and the old phone is told.</summary>
public sealed class ChangePhoneTests(OpenWard open) : IClassFixture<OpenWard>
{
    private const string Ask = "/api/v1/me/phone";
    private static int last = 10_000_000;

    private Ward Ward => open.Ward;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_account_and_its_matters_move_to_the_new_phone_and_other_devices_are_out()
    {
        var (old, fresh) = (Some(), Some());
        using var one = await Resident(old);
        Ward.App.Clock.Advance(SendCode.Pause);
        using var other = await Resident(old);
        var open = await Ward.Report(new { text = "门口积水", point = Ward.Point(), reporter = new { name = "庄阿姨", phone = old } }, one);
        // Reported by a clerk on the phone: known by the number alone.
        var told = await Ward.Report(new { text = "垃圾没人收", point = Ward.Point(), reporter = new { name = "庄阿姨", phone = old } }, Ward.Boss);
        var slip = await SlipFor(one, fresh);
        Assert.Equal(HttpStatusCode.NoContent, (await one.PostAsJsonAsync(Ask + "/code", new { slip, code = Ward.App.CodeOn(fresh) }, Ct)).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await one.WhoAmI()).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.WhoAmI()).StatusCode);
        Assert.Contains(fresh[^4..], Ward.App.Services.GetRequiredService<ScreenSms>().Last(old, ChangePhone.Kind)!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(fresh, Ward.App.Services.GetRequiredService<ScreenSms>().Last(old, ChangePhone.Kind)!.Text, StringComparison.Ordinal);
        foreach (var number in new[] { open.Number, told.Number })
            Assert.Equal(HttpStatusCode.OK, (await one.GetAsync($"{Ward.Matters}/{number}", Ct)).StatusCode);
        await Ward.App.InScope(async s =>
        {
            var db = s.GetRequiredService<CuobianDb>();
            var account = (await db.Accounts.Where(a => a.PhoneIndex != null).ToListAsync(Ct)).Single(a => a.Phone == fresh);
            Assert.Equal(ActNames.PhoneChanged, (await db.Acts.Where(a => a.Subject == account.Id.ToString()).OrderByDescending(a => a.Seq).FirstAsync(Ct)).Act);
            Assert.All(await db.Set<Cuobian.Matters.MatterReporter>().Where(r => r.Account == account.Id).ToListAsync(Ct), r => Assert.Equal(fresh, r.Phone));
            return 0;
        });

        // The new phone opens the same account; the old one would begin anew.
        Ward.App.Clock.Advance(SendCode.Pause);
        using var again = await Resident(fresh);
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync($"{Ward.Matters}/{open.Number}", Ct)).StatusCode);
        using var stranger = await Resident(old);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{Ward.Matters}/{open.Number}", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_code_is_good_once_for_its_asker_and_for_this_alone()
    {
        var (mine, fresh) = (Some(), Some());
        using var one = await Resident(mine);
        using var two = await Resident(Some());
        var slip = await SlipFor(one, fresh);
        var code = Ward.App.CodeOn(fresh);
        // Another account, or the door of the house, cannot use what was asked for here.
        Assert.Equal(HttpStatusCode.BadRequest, (await two.PostAsJsonAsync(Ask + "/code", new { slip, code }, Ct)).StatusCode);
        using var thief = Ward.App.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.Enter(slip, code)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await one.PostAsJsonAsync(Ask + "/code", new { slip, code = "000000" == code ? "111111" : "000000" }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await one.PostAsJsonAsync(Ask + "/code", new { slip, code }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await one.PostAsJsonAsync(Ask + "/code", new { slip, code }, Ct)).StatusCode);
        // Nor does a slip for the door change a phone.
        var third = Some();
        var entry = await thief.SlipFor(third);
        Assert.Equal(HttpStatusCode.BadRequest, (await one.PostAsJsonAsync(Ask + "/code", new { slip = entry, code = Ward.App.CodeOn(third) }, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_phone_with_an_account_the_present_phone_and_accounts_with_a_password_are_refused_in_words()
    {
        var (mine, theirs) = (Some(), Some());
        using var one = await Resident(mine);
        using var two = await Resident(theirs);
        Ward.App.Clock.Advance(SendCode.Pause);
        var slip = await SlipFor(one, theirs);
        Assert.Equal((409, "people.phone_taken"), await Ward.Outcome(await one.PostAsJsonAsync(Ask + "/code", new { slip, code = Ward.App.CodeOn(theirs) }, Ct)));
        Assert.Contains("people.phone_same", await (await one.PostAsJsonAsync(Ask, new { phone = $"+86 {mine}" }, Ct)).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal((409, "people.no_phone"), await Ward.Outcome(await Ward.Boss.PostAsJsonAsync(Ask, new { phone = Some() }, Ct)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ward.Stranger.PostAsJsonAsync(Ask, new { phone = Some() }, Ct)).StatusCode);
    }

    [Fact]
    public async Task On_the_page_it_takes_two_steps_without_a_script()
    {
        var (mine, fresh) = (Some(), Some());
        using var one = await Resident(mine);
        var first = await one.Read("/me/phone");
        Cuobian.Tests.Web.Page.AssertSound(first);
        Assert.Contains(mine[..3] + "****", first, StringComparison.Ordinal);
        var second = await Send(one, first, "phone", ("phone", fresh));
        Cuobian.Tests.Web.Page.AssertSound(second);
        var slip = System.Text.RegularExpressions.Regex.Match(second, "name=\"slip\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.Contains("f-code-error", await Send(one, second, "phone-code", ("slip", slip), ("code", "12")), StringComparison.Ordinal);
        Assert.Contains("手机号已更换", await Send(one, second, "phone-code", ("slip", slip), ("code", Ward.App.CodeOn(fresh))), StringComparison.Ordinal);
        Assert.Contains(fresh[..3] + "****" + fresh[^4..], await one.Read("/me/phone"), StringComparison.Ordinal);
    }

    private async Task<HttpClient> Resident(string phone)
    {
        var client = Ward.Keep(Ward.App.CreateClient());
        await client.EnterByPhone(Ward.App, phone);
        return client;
    }

    private static async Task<string> SlipFor(HttpClient client, string phone)
    {
        var answer = await client.PostAsJsonAsync(Ask, new { phone }, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        return (await answer.Content.ReadFromJsonAsync<SendCode.Answer>(Ct))!.Slip;
    }

    private static async Task<string> Send(HttpClient client, string page, string handler, params (string Name, string Value)[] fields)
    {
        var body = fields.Select(f => KeyValuePair.Create(f.Name, f.Value))
            .Append(KeyValuePair.Create("_handler", handler)).Append(KeyValuePair.Create("__RequestVerificationToken", ConsoleTown.Token(page)));
        using var answer = await client.PostAsync("/me/phone", new FormUrlEncodedContent(body), Ct);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }

    private static string Some() => $"136{Interlocked.Increment(ref last) % 100_000_000:D8}";
}
