using System.Text.Json;
using Cuobian.BrowserTests.Support;
using Microsoft.Playwright;

namespace Cuobian.BrowserTests;

/// <summary>A grid worker where there is no signal: the server is really gone while they work.</summary>
public sealed class FieldStories(Town town)
{
    private const string Community = "359902001001";

    [Fact]
    public async Task A_worker_without_signal_handles_three_matters_and_nothing_is_lost_or_done_twice()
    {
        await using var app = await town.OwnHouse();
        var centre = await SignedIn(app, "centre", Device.Desk);
        var handler = await SignedIn(app, "handler", Device.Desk);
        var (cleared, visited, taken) = (await Dispatched(centre), await Dispatched(centre), await Dispatched(centre));

        var worker = await SignedIn(app, "grid", Device.Phone);
        await worker.MustBeAccessible();
        foreach (var number in new[] { cleared, visited, taken }) await Kept(worker, $"/field/matters/{number}");
        await Kept(worker, "/field/outbox", worker.GotoAsync("/field/outbox"));
        // Meanwhile somebody else accepts one of them; the worker's phone does not know.
        await Must(handler.APIRequest.PostAsync($"/api/v1/matters/{taken}/accept"));
        await app.Kill();

        await SelfHandle(worker, cleared, "纸箱已经搬走");
        await worker.GotoAsync($"/field/matters/{visited}");
        await Press(worker, "form:has(input[value=arrive]) button");
        await Assertions.Expect(worker.Locator("[data-outbox-count]")).ToHaveTextAsync("2");
        await SelfHandle(worker, taken, "这里也清了");
        await worker.GotoAsync("/field");
        await Assertions.Expect(worker.Locator("[data-as-of]")).ToBeVisibleAsync();
        await worker.GotoAsync("/field/outbox");
        await Assertions.Expect(worker.Locator("[data-outbox] > li")).ToHaveCountAsync(3);
        await worker.MustBeAccessible();
        await worker.Picture("field-outbox-offline");

        await app.Serve();
        await worker.ReloadAsync();
        await Assertions.Expect(worker.Locator("[data-outbox] > li")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await Assertions.Expect(worker.Locator("[data-outbox] > li [data-why]")).ToContainTextAsync("有了变化");
        await Assertions.Expect(worker.Locator("[data-outbox] > li")).ToContainTextAsync("这里也清了");
        Assert.Equal(1, await worker.Locator("[data-outbox] > li img").CountAsync());
        await worker.MustBeAccessible();
        await worker.Picture("field-outbox-conflict");

        await worker.ReloadAsync();
        await worker.GotoAsync($"/field/matters/{cleared}");
        Assert.Equal(1, await worker.GetByText("纸箱已经搬走").And(worker.Locator(".timeline p")).CountAsync());
        await worker.GotoAsync($"/field/matters/{visited}");
        Assert.Equal(1, await worker.GetByText("网格员已到现场。").And(worker.Locator(".timeline p")).CountAsync());

        await worker.GotoAsync("/field/outbox");
        await worker.ClickAsync("[data-delete]");
        await worker.ClickAsync("#outbox-delete [data-yes]");
        await Assertions.Expect(worker.Locator("[data-outbox-empty]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_call_is_taken_and_the_arrival_recorded_where_there_is_no_signal()
    {
        await using var app = await town.OwnHouse();
        var centre = await SignedIn(app, "centre", Device.Desk);
        var (mine, done) = (await CalledOut(centre), await CalledOut(centre));
        var worker = await SignedIn(app, "grid", Device.Phone);
        foreach (var number in new[] { mine, done }) await Kept(worker, $"/field/matters/{number}");
        await Kept(worker, "/field/outbox", worker.GotoAsync("/field/outbox"));
        // A colleague with another phone is already at one of the two.
        var colleague = await SignedIn(app, "grid", Device.Phone);
        await Must(colleague.APIRequest.PostAsync($"/api/v1/matters/{done}/arrive", new() { DataObject = new { } }));
        await app.Kill();

        await worker.GotoAsync($"/field/matters/{mine}");
        Assert.Equal(0, await worker.Locator("form:has(input[value=arrive])").CountAsync());
        await Press(worker, "form:has(input[value=act-takecall]) button");
        await Press(worker, "form:has(input[value=act-arrive]) button");
        await worker.GotoAsync($"/field/matters/{done}");
        await Press(worker, "form:has(input[value=act-arrive]) button");
        await Assertions.Expect(worker.Locator("[data-outbox-count]")).ToHaveTextAsync("3");

        await app.Serve();
        await worker.GotoAsync("/field/outbox");
        await Assertions.Expect(worker.Locator("[data-outbox] > li")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await Assertions.Expect(worker.Locator("[data-outbox] > li")).ToContainTextAsync("已到场");
        await Assertions.Expect(worker.Locator("[data-outbox] > li [data-why]")).ToContainTextAsync("有了变化");
        await worker.Picture("field-arrive-conflict");
        await worker.GotoAsync($"/field/matters/{mine}");
        Assert.Equal(0, await worker.Locator("form:has(input[value=act-arrive])").CountAsync());
        foreach (var step in new[] { "takecall", "arrive" }) Assert.Equal(0, await worker.Locator($"form:has(input[value=act-{step}])").CountAsync());
    }

    [Fact]
    public async Task An_act_whose_answer_was_lost_is_not_done_again()
    {
        var worker = await SignedInTown("grid");
        var centre = await SignedInTown("centre", Device.Desk);
        var number = await Dispatched(centre);
        // The server does it, but the phone never hears the answer.
        await worker.AddInitScriptAsync("""
            const real = fetch;
            window.fetch = async (...asked) => {
              const answer = await real(...asked);
              if (!String(asked[0]).endsWith('/comment') || sessionStorage.lost) return answer;
              sessionStorage.lost = 'yes';
              throw new TypeError('the line is gone');
            };
            """);
        await worker.GotoAsync($"/field/matters/{number}");
        await Press(worker, "form:has(input[value=arrive]) button");
        await Assertions.Expect(worker.Locator(".toast")).ToContainTextAsync("已存在手机里");
        await worker.GotoAsync("/field/outbox");
        await Assertions.Expect(worker.Locator("[data-outbox-empty]")).ToBeVisibleAsync();
        Assert.Equal("yes", await worker.EvaluateAsync<string>("sessionStorage.lost"));
        await worker.GotoAsync($"/field/matters/{number}");
        Assert.Equal(1, await worker.GetByText("网格员已到现场。").And(worker.Locator(".timeline p")).CountAsync());
    }

    [Fact]
    public async Task A_patrol_without_signal_arrives_as_one_walk()
    {
        await using var app = await town.OwnHouse();
        var worker = await SignedIn(app, "grid", Device.Phone);
        await worker.GotoAsync("/field/patrol");
        await worker.MustBeAccessible();
        var address = (await worker.Locator(".task").First.GetAttributeAsync("href"))!;
        await Kept(worker, address);
        await app.Kill();

        await worker.GotoAsync(address);
        await Press(worker, "[data-start] button");
        await Press(worker, ".stop:not(.done) [data-check-in] button");
        await Assertions.Expect(worker.Locator(".stop.done")).ToHaveCountAsync(1);
        await Press(worker, ".stop:not(.done) [data-check-in] button");
        await Assertions.Expect(worker.Locator(".stop.done")).ToHaveCountAsync(2);
        await worker.Picture("field-walk-offline");
        await worker.FillAsync("[data-finish] [name=words]", "没有信号也走完了");
        await Press(worker, "[data-finish] button");
        await worker.WaitForURLAsync("**/field/patrol");

        await app.Serve();
        // The count in the head is empty until the outbox was read, too; its own page says so only when nothing is in it.
        await worker.GotoAsync("/field/outbox");
        await Assertions.Expect(worker.Locator("[data-outbox-empty]")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var community = await SignedIn(app, "community", Device.Desk);
        await community.GotoAsync("/console/patrols");
        await community.MustBeAccessible();
        await community.Picture("console-patrols");
        Assert.Equal(1, await community.GetByText("没有信号也走完了").CountAsync());
    }

    [Fact]
    public async Task Signing_out_leaves_no_pages_on_the_phone()
    {
        var worker = await SignedInTown("grid");
        await Kept(worker, "/field/visits");
        await worker.GotoAsync("/me");
        await worker.ClickAsync("form[action='/sign-out'] button");
        await worker.WaitForURLAsync(address => !address.Contains("/me", StringComparison.Ordinal));
        Assert.False(await worker.EvaluateAsync<bool>("caches.has('field-pages')"));
    }

    private Task<IPage> SignedInTown(string login, Device device = Device.Phone) => town.SignedIn(login, device);

    private Task<IPage> SignedIn(RunningApp app, string login, Device device) => town.SignedIn(login, device, app);

    /// <summary>Waits until the phone keeps the page and its worker can serve it. Whether the worker also has this page does not matter: it takes the next one.</summary>
    private static async Task Kept(IPage page, string address, Task? going = null)
    {
        if (going is not null) await going;
        await page.EvaluateAsync("""
            async address => {
              const { active } = await navigator.serviceWorker.ready;
              for (let round = 0; round < 1200; round++) {
                if (active.state === 'activated' && await caches.match(address, { cacheName: 'field-pages', ignoreVary: true })) return;
                await new Promise(done => setTimeout(done, 50));
              }
              throw new Error(`${address} was not kept, the worker is ${active.state}`);
            }
            """, address);
    }

    private static async Task SelfHandle(IPage page, string number, string words)
    {
        await page.GotoAsync($"/field/matters/{number}");
        await page.ClickAsync("details.act:has(input[value=act-selfhandle]) > summary");
        await page.FillAsync("[name=selfhandle-words]", words);
        // Larger than what is sent: the phone shrinks it.
        var photo = await page.EvaluateAsync<string>("() => Object.assign(document.createElement('canvas'), { width: 2400, height: 1200 }).toDataURL('image/png').split(',')[1]");
        await page.SetInputFilesAsync("[name=selfhandle-after]", new FilePayload { Name = "after.png", MimeType = "image/png", Buffer = Convert.FromBase64String(photo) });
        await Press(page, "form:has(input[value=act-selfhandle]) button[type=submit]");
    }

    /// <summary>Presses the first such button by the keyboard, because a toast may lie over it, and waits for the page that comes after the act.</summary>
    private static async Task Press(IPage page, string button)
    {
        await page.EvaluateAsync("() => document.documentElement.setAttribute('data-before', '')");
        await Assertions.Expect(page.Locator(button).First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.Locator(button).First.PressAsync("Enter");
        await Assertions.Expect(page.Locator("html:not([data-before])")).ToBeAttachedAsync(new() { Timeout = 60_000 });
        await page.WaitForLoadStateAsync();
    }

    private static async Task<string> Dispatched(IPage page)
    {
        var told = await Must(page.APIRequest.PostAsync("/api/v1/matters", new() { DataObject = new { text = "楼道口堆了纸箱", areaCode = Community } }));
        var number = (await told.JsonAsync<JsonElement>()).GetProperty("number").GetString()!;
        await Must(page.APIRequest.PostAsync($"/api/v1/matters/{number}/classify", new() { DataObject = new { categoryCode = "0101" } }));
        await Must(page.APIRequest.PostAsync($"/api/v1/matters/{number}/dispatch", new() { DataObject = new { unitCode = "359902000000-CG" } }));
        return number;
    }

    /// <summary>A matter to which the people of the grid were called; nobody answered yet.</summary>
    private static async Task<string> CalledOut(IPage page)
    {
        var told = await Must(page.APIRequest.PostAsync("/api/v1/matters", new() { DataObject = new { text = "楼道里有老人摔倒要人帮忙抬一下轮椅", areaCode = Community } }));
        var number = (await told.JsonAsync<JsonElement>()).GetProperty("number").GetString()!;
        await page.APIRequest.PostAsync($"/api/v1/matters/{number}/call-out", new() { DataObject = new { } });
        return number;
    }

    private static async Task<IAPIResponse> Must(Task<IAPIResponse> asked)
    {
        var answer = await asked;
        Assert.True(answer.Ok, $"{answer.Url}: {answer.Status} {await answer.TextAsync()}");
        return answer;
    }
}
