using Cuobian.BrowserTests.Support;
using Cuobian.People.SecondFactor;
using Microsoft.Playwright;

namespace Cuobian.BrowserTests;

/// <summary>A resident signs in by phone and reports; an officer with a second factor looks at the phone; the resident sees that they did.</summary>
public sealed class PrivacyStories(Town town)
{
    private const string Phone = "13959900001";

    [Fact]
    public async Task Who_looks_at_a_phone_is_seen_by_its_owner()
    {
        var resident = await town.Visit();
        await resident.GotoAsync("/sign-in");
        await resident.MustBeAccessible();
        await resident.Picture("sign-in");
        await resident.FillAsync("[name=phone]", Phone);
        await resident.ClickAsync("form:has([name=phone]) button[type=submit]");
        await resident.MustBeAccessible();
        await resident.Picture("sign-in-code");
        await resident.FillAsync("[name=phoneCode]", await resident.InnerTextAsync(".notice .num"));
        await resident.ClickAsync("form:has([name=phoneCode]) button[type=submit]");
        await resident.WaitForURLAsync("**/mine");

        await resident.GotoAsync("/report?area=359902001");
        Assert.Equal(Phone, await resident.InputValueAsync("#f-phone"));
        await resident.FillAsync("#f-name", "欧阳瑞雪");
        await resident.FillAsync("#f-text", "楼道的灯一直闪，孩子晚上害怕");
        await resident.ClickAsync(".act-bar button");
        await resident.WaitForURLAsync("**/report/done");
        var address = await resident.GetAttributeAsync("main a[href^='/matters/']", "href");
        var number = address!.Split('/')[^1];

        // Nobody else signs in as the street while its second factor stands.
        var street = await town.Visit(Device.Desk);
        await street.SignIn("street");
        await street.WaitForURLAsync("**/console*");
        var spare = await EnrolSecondFactor(street);
        await street.GotoAsync($"/console/matters/{number}");
        Assert.DoesNotContain(Phone, await street.ContentAsync(), StringComparison.Ordinal);
        await street.ClickAsync("details:has([name=reveal-purpose]) > summary");
        await street.CheckAsync("[name=reveal-purpose][value=CallBack]", new() { Force = true });
        await street.FillAsync("[name=reveal-words]", "约时间上门看灯");
        await street.MustBeAccessible();
        await street.ClickAsync("form:has([name=reveal-purpose]) button[type=submit]");
        Assert.Contains(Phone, await street.InnerTextAsync("[data-revealed]"), StringComparison.Ordinal);
        await street.Picture("console-revealed");
        await RemoveSecondFactor(street, spare);

        await resident.GotoAsync("/me/access");
        Assert.Contains("约时间上门看灯", await resident.InnerTextAsync("main"), StringComparison.Ordinal);
        await resident.MustBeAccessible();
        await resident.Picture("me-access");
        await resident.GotoAsync("/me/sessions");
        await resident.MustBeAccessible();
        await resident.Picture("me-sessions");
    }

    [Fact]
    public async Task The_security_administrator_finds_out_why_somebody_may()
    {
        var page = await town.Visit(Device.Desk);
        await page.SignIn("security");
        await page.WaitForURLAsync("**/console/people");
        foreach (var (name, address) in new[]
                 {
                     ("accounts", "/console/people"), ("account-new", "/console/people/new"), ("roles", "/console/people/roles"),
                     ("role", "/console/people/roles/street-dispatcher"), ("why", "/console/people/why?login=street&act=matters.dispatch&area=359902001001"),
                 })
        {
            await page.GotoAsync(address);
            await page.MustBeAccessible();
            await page.Picture($"people-{name}");
        }
        Assert.Equal(1, await page.Locator("[data-answer=yes]").CountAsync());
    }

    /// <summary>Reads the secret as a person without a camera would, confirms it, and keeps a recovery code.</summary>
    private static async Task<string> EnrolSecondFactor(IPage page)
    {
        await page.GotoAsync("/me/second-factor");
        await page.ClickAsync("main form button[type=submit]");
        await page.WaitForSelectorAsync("main img");
        var secret = string.Concat((await page.InnerTextAsync("main form code")).Where(char.IsAsciiLetterOrDigit));
        await page.MustBeAccessible();
        await page.FillAsync("[name=code]", Totp.CodeAt(Totp.Bytes(secret), Totp.StepAt(TimeProvider.System.GetUtcNow())));
        await page.ClickAsync("main form button[type=submit]");
        Assert.Equal(10, await page.Locator("main li code").CountAsync());
        return await page.InnerTextAsync("main li code >> nth=0");
    }

    /// <summary>Others sign in with this account too.</summary>
    private static async Task RemoveSecondFactor(IPage page, string spare)
    {
        await page.GotoAsync("/me/second-factor");
        await page.FillAsync("[name=code]", spare);
        await page.ClickAsync("main form button[type=submit]");
        await page.WaitForURLAsync("**/me");
    }
}
