using System.Text.Json;
using Microsoft.Playwright;

namespace Cuobian.BrowserTests.Support;

/// <summary>What people of the demo town do before their pages are looked at, where an empty page would show little.</summary>
internal static class Traces
{
    /// <summary>Answers the addresses that only the doing tells, by their routes. What was done before may be refused the second time.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Leave(IPage page, string who)
    {
        switch (who)
        {
            case "":
                await page.GotoAsync("/report");
                await page.FillAsync("[name=text]", "小区东门那盏灯坏三天了，晚上看不见台阶");
                await page.ClickAsync(".act-bar button");
                await page.WaitForURLAsync("**/report/done");
                break;
            case "clerk":
                await Post(page, "/api/v1/me/erasure", new { sure = true, words = "我要调走了" });
                break;
            case "grid":
                await page.GotoAsync("/field/visits/new");
                var grid = await page.Locator("[name=grid]").First.EvaluateAsync<string>("field => field.options ? [...field.options].find(option => option.value).value : field.value");
                await Post(page, "/api/v1/field/visits", new { grid, kind = "household", consent = "spoken", keep = 3, person = "林阿公", matter = "想装扶手", result = "已联系社区，下周三来量尺寸" });
                break;
            case "centre":
                await page.GotoAsync("/console?view=all");
                var numbers = await page.Locator("[data-row]").EvaluateAllAsync<string[]>("rows => rows.slice(0, 3).map(row => row.dataset.row)");
                var done = await Post(page, "/api/v1/matters/bulk", new { command = "accept", numbers });
                await page.GotoAsync("/console/spots");
                var spot = (await page.Locator("main a[href^='/console/spots/']").First.GetAttributeAsync("href"))!.Split('/')[^1];
                await Post(page, "/api/v1/insight/campaigns", new { spot, title = "东门片区路灯整治", ownerUnit = "359902000000-CG", target = "十月底前换完老灯头，夜里不再有黑点", targetOn = "2030-10-31" });
                return new Dictionary<string, string> { ["/console/bulk/{Id:guid}"] = $"/console/bulk/{done.GetProperty("id").GetString()}" };
            case "organiser":
                await Post(page, "/api/v1/people/teams", new { kind = "1+1+N+Z", area = "359902001001001" });
                await page.GotoAsync("/console/people/imports");
                var sheet = await page.APIRequest.GetAsync("/console/people/imports/units/export.csv");
                await page.SetInputFilesAsync("[name=units-file]", new FilePayload { Name = "units.csv", MimeType = "text/csv", Buffer = await sheet.BodyAsync() });
                await page.ClickAsync("form:has([name=units-file]) button");
                await page.WaitForURLAsync("**/imports/*");
                break;
            case "admin":
                await Post(page, "/api/v1/exchange/partners", new { code = "hotline", name = "12345 热线", area = "3599" });
                await page.GotoAsync("/console/settings/templates");
                await page.Locator("main td a").First.ClickAsync();
                await page.FillAsync("main form textarea >> nth=0", "您反映的事我们收到了，已经有人在办。");
                await page.ClickAsync("main .act-bar button");
                await page.WaitForURLAsync("**/console/settings/templates*");
                break;
        }
        return new Dictionary<string, string>();
    }

    private static async Task<JsonElement> Post(IPage page, string address, object form)
    {
        var answer = await page.APIRequest.PostAsync(address, new() { DataObject = form });
        Assert.True(answer.Status is < 400 or 409 || (await answer.TextAsync()).Contains("_taken", StringComparison.Ordinal), $"{address}: {answer.Status} {await answer.TextAsync()}");
        return await answer.TextAsync() is { Length: > 0 } text ? JsonSerializer.Deserialize<JsonElement>(text) : default;
    }
}
