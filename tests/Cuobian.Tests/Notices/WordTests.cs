using System.Net;
using System.Net.Http.Json;
using Cuobian.Matters;
using Cuobian.Notices;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Web;

namespace Cuobian.Tests.Notices;

/// <summary>The words of notices are written anew, looked at and reset, and every page of notices is sound.</summary>
public sealed class WordTests : AtThePostOffice
{
    [Fact]
    public async Task Words_are_written_anew_looked_at_and_reset_and_an_unknown_placeholder_is_named()
    {
        var bad = await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/templates", new { topic = "work", way = "inbox", title = "新 {phone}", text = "{number" }, Ct);
        var faults = await bad.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Contains("{phone}", faults, StringComparison.Ordinal);
        Assert.Contains("notices.brace_alone", faults, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/templates", new { topic = "moving", way = "hook", title = "t", text = "{unit}" }, Ct)).StatusCode);

        var own = new { topic = "work", way = "inbox", title = "来活了 {number}", text = "在 {place}" };
        Assert.DoesNotContain("{", (await Ward.Read(await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/templates/preview", own, Ct))).GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/templates", own, Ct)).StatusCode);
        var told = await Ward.In(MatterState.Dispatched);
        await office.Deliver();
        Assert.Contains(await office.Letters(Way.Inbox), l => l.Paper.Title == $"来活了 {told.Number}");
        Assert.Equal(HttpStatusCode.NoContent, (await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/templates/reset", own, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Ward.Boss.PostAsJsonAsync(PostOffice.Notices + "/templates", own, Ct)).StatusCode);
    }

    [Theory]
    [InlineData("/me/notices")]
    [InlineData("/me/notices/settings")]
    [InlineData("/follow")]
    [InlineData("/follow?area=359902001")]
    [InlineData("/console/inbox")]
    [InlineData("/console/notices")]
    [InlineData("/console/notices/templates")]
    [InlineData("/console/notices/templates?topic=work&way=Sms")]
    [InlineData("/console/notices/robots")]
    public async Task Pages_are_sound(string path)
    {
        await Ward.Read(await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/robots", new { name = "网格群", kind = "weCom", area = "", url = "http://127.0.0.1:9/" }, Ct));
        await Ward.In(MatterState.Dispatched);
        await office.Deliver();
        foreach (var language in new[] { "zh-CN", "en" })
        {
            office.Keeper.DefaultRequestHeaders.AcceptLanguage.Clear();
            office.Keeper.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
            var html = await office.Keeper.GetStringAsync(path, Ct);
            Page.AssertSound(html);
        }
    }
}
