using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Cuobian.BrowserTests.Support.Town))]

namespace Cuobian.BrowserTests.Support;

/// <summary>What all stories share: one Chromium, and the demo town, started when the first story asks for it.</summary>
public sealed class Town : IAsyncLifetime
{
    private static readonly string? Elsewhere = Environment.GetEnvironmentVariable("CUOBIAN_TOWN");
    private readonly Lazy<Task<RunningApp>> told = new(Tell);
    private readonly Lazy<Task<RunningApp>> withPeople;
    private readonly Lazy<Task<RunningApp>> empty = new(() => RunningApp.Start());
    private IPlaywright? playwright;
    private IBrowser? browser;

    public Town() => withPeople = new(OwnHouse);

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CUOBIAN_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A visitor of the demo town with cookies of their own: on a phone, or at a desk.</summary>
    public async Task<IPage> Visit(Device device = Device.Phone, bool withScript = true, string language = "zh-CN") =>
        await Open(await Address(), device, withScript, language);

    /// <summary>Somebody who works here, signed in: in the demo town, or in a house of the story's own.</summary>
    internal async Task<IPage> SignedIn(string login, Device device = Device.Desk, RunningApp? app = null)
    {
        var page = await (app is null ? Visit(device) : VisitOf(app, device));
        await page.SignIn(login);
        return page;
    }

    /// <summary>A visitor who brings the cookies of an earlier visit.</summary>
    public async Task<IPage> VisitAgain(Device device, string language, string cookies) =>
        await Open(await Address(), device, withScript: true, language, cookies);

    /// <summary>A house with the demo town for one story alone, which it ends.</summary>
    internal async Task<RunningApp> OwnHouse() => await RunningApp.Start(like: await told.Value);

    /// <summary>A visitor of a house of the story's own, which it may stop and start again.</summary>
    internal Task<IPage> VisitOf(RunningApp app, Device device = Device.Phone) => Open(app.Address, device, withScript: true, "zh-CN");

    /// <summary>A visitor of a house in which nobody lives yet.</summary>
    public async Task<IPage> VisitEmptyHouse() => await Open((await empty.Value).Address, Device.Phone, withScript: true, "zh-CN");

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        foreach (var started in new[] { told, withPeople, empty }.Where(app => app is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
            await (await started.Value).DisposeAsync();
    }

    /// <summary>The demo town of this run, or one that already stands and is only looked at.</summary>
    private async Task<Uri> Address() => Elsewhere is { Length: > 0 } standing ? new(standing) : (await withPeople.Value).Address;

    /// <summary>The demo town is told once and then copied; nobody serves this one.</summary>
    private static async Task<RunningApp> Tell()
    {
        var app = new RunningApp();
        await app.Verb("demo");
        return app;
    }

    private async Task<IPage> Open(Uri address, Device device, bool withScript, string language, string? cookies = null)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            StorageState = cookies,
            Locale = language,
            TimezoneId = "Asia/Shanghai",
            JavaScriptEnabled = withScript,
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = device == Device.Phone,
            IsMobile = device == Device.Phone,
            ViewportSize = device switch
            {
                Device.Phone => new() { Width = 390, Height = 844 },
                Device.Desk => new() { Width = 1440, Height = 900 },
                Device.Wall => new() { Width = 1920, Height = 1080 },
            },
        });
        context.SetDefaultTimeout(15_000);
        return await context.NewPageAsync();
    }
}

/// <summary>What a visitor looks at.</summary>
public enum Device { Phone, Desk, Wall }
