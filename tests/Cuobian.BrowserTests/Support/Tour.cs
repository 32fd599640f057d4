using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Cuobian.BrowserTests.Support;

/// <summary>How a page is looked at: on what, in which language, in the large view or not.</summary>
internal sealed record Look(Device Device, string Language, bool Elder = false)
{
    public override string ToString() => $"{Device switch { Device.Phone => 390, Device.Desk => 1440, Device.Wall => 1920 }}-{Language}{(Elder ? "-elder" : "")}";
}

/// <summary>A walk through every page of the demo town: everybody signs in once, and every address is found where people find it.</summary>
internal sealed class Tour(Town town)
{
    private const int AtATime = 4;
    private readonly ConcurrentDictionary<string, string> cookies = new();
    private readonly ConcurrentDictionary<string, string> addresses = new();

    /// <summary>Shows every page that fits to <paramref name="show"/>, several at a time; what goes wrong is collected with its page.</summary>
    public async Task<IReadOnlyList<string>> Each(Look look, Func<IPage, Sight, Task> show, string only = "")
    {
        var wrong = new ConcurrentBag<string>();
        foreach (var group in Sight.All.Where(sight => Fits(sight, look) && sight.Name.Contains(only, StringComparison.Ordinal)).GroupBy(sight => sight.Who ?? ""))
        {
            var first = await town.VisitAgain(look.Device, look.Language, cookies[group.Key]);
            if (look.Elder) await first.GotoAsync("/elder?on=1&back=%2Ffield%2Foffline");
            await Parallel.ForEachAsync(Enumerable.Range(0, AtATime), async (share, _) =>
            {
                var page = share == 0 ? first : await first.Context.NewPageAsync();
                foreach (var (_, sight) in group.Index().Where(found => found.Index % AtATime == share))
                    try
                    {
                        await page.GotoAsync(addresses[sight.Route]);
                        await show(page, sight);
                    }
                    catch (Exception failure) when (failure is PlaywrightException or TimeoutException or Xunit.Sdk.XunitException)
                    {
                        wrong.Add($"{sight.Route} {look}: {failure.Message}");
                    }
            });
            await first.Context.CloseAsync();
        }
        return [.. wrong.Order()];
    }

    /// <summary>Somebody about to open a page, with an empty cache, and where it is.</summary>
    public async Task<(IPage Page, string Address)> Arrive(Sight sight, Look look) =>
        (await town.VisitAgain(look.Device, look.Language, cookies[sight.Who ?? ""]), addresses[sight.Route]);

    /// <summary>Signs everybody in, lets them do what leaves something to see, and finds every address.</summary>
    public async Task Prepare()
    {
        foreach (var group in Sight.All.GroupBy(sight => sight.Who ?? ""))
        {
            var page = await town.Visit(Device.Desk);
            if (group.Key.Length > 0) await page.SignIn(group.Key);
            foreach (var (route, address) in await Traces.Leave(page, group.Key)) addresses[route] = address;
            foreach (var sight in group) await Find(sight, page);
            cookies[group.Key] = await page.Context.StorageStateAsync();
            await page.Context.CloseAsync();
        }
        Assert.Empty(Sight.All.Where(sight => !addresses.ContainsKey(sight.Route)).Select(sight => $"{sight.On} has no link to {sight.Route}"));
    }

    private static bool Fits(Sight sight, Look look) =>
        (!look.Elder || sight.IsForResidents) && (look.Device != Device.Wall || sight.Face == "screen");

    private async Task Find(Sight sight, IPage page)
    {
        if (addresses.ContainsKey(sight.Route)) return;
        if (sight.On is null)
        {
            addresses[sight.Route] = sight.At ?? sight.Route;
            return;
        }
        await page.GotoAsync(addresses.GetValueOrDefault(sight.On, sight.On));
        var links = await page.Locator("a[href], form[action]").EvaluateAllAsync<string[]>("all => all.map(a => new URL(a.href ?? a.action)).map(a => a.pathname + a.search)");
        if (links.FirstOrDefault(link => sight.Pattern.IsMatch(link) && Sight.All.All(other => other.Route != link)) is { } address) addresses[sight.Route] = address;
    }
}
