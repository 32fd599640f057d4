using Cuobian.Demo;
using Microsoft.Playwright;

namespace Cuobian.BrowserTests.Support;

/// <summary>How somebody of the demo town comes in: by the page on which everybody signs in.</summary>
internal static class Door
{
    public static async Task SignIn(this IPage page, string login)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("[name=login]", login);
        await page.FillAsync("[name=password]", DemoStaff.Password);
        await page.ClickAsync("form:has([name=login]) button[type=submit]");
        await page.WaitForURLAsync(address => !address.Contains("sign-in", StringComparison.Ordinal));
    }
}
