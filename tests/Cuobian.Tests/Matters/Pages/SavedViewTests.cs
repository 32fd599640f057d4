using System.Net;
using System.Net.Http.Json;
using Cuobian.Matters;
using Cuobian.Tests.Places;
using Cuobian.Tests.Support;

namespace Cuobian.Tests.Matters.Pages;

/// <summary>Selections of the queue under a name of one's own: kept, shown with their count, replaced, removed, and nobody else's business.</summary>
public sealed class SavedViewTests : IAsyncLifetime
{
    private const string Views = "/api/v1/matters/views";
    private CuobianApp app = null!;
    private HttpClient street = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = await ConsoleTown.Open();
        street = await app.Browser("street");
    }

    public async ValueTask DisposeAsync()
    {
        street.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_selection_is_kept_shown_with_its_count_and_removed_without_JavaScript()
    {
        var (here, _) = (await app.Report("小区东门那盏灯坏三天了"), await app.Report("楼道口堆了纸箱", Town.Two));
        var address = $"/console?view=all&area={Town.One}";
        Assert.Equal(HttpStatusCode.Redirect, (await Send(address, "keep-view", ("name", "东区"))).StatusCode);
        var page = await street.Read("/console?view=all");
        Assert.Matches($"href=\"/console\\?view=all&area={Town.One}\"[^>]*>.*?东区 <b class=\"num\">1</b>", page);
        Assert.Contains("aria-current=\"page\">全部", page, StringComparison.Ordinal);

        var shown = await street.Read(address);
        Assert.Equal([here], ConsoleTown.Rows(shown));
        Assert.Matches("class=\"own\"[^>]*aria-current=\"page\"", shown);
        Assert.DoesNotContain("aria-current=\"page\">全部", shown, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Send(address, "drop-view", ("saved", (await Mine(street))[0].Id.ToString()))).StatusCode);
        Assert.Empty(await Mine(street));
    }

    [Fact]
    public async Task The_same_name_replaces_and_page_map_and_chosen_matter_are_left_out()
    {
        await Keep(street, "超期", "view=overdue&category=02");
        var second = await Keep(street, "超期", "open=260316000011&after=_1&map=1&category=01&view=Overdue&stranger=1");
        Assert.Equal(second, Assert.Single(await Mine(street)));
        Assert.Equal("view=overdue&category=01", second.Query);
    }

    [Fact]
    public async Task Words_are_found_and_not_counted()
    {
        var lamp = await app.Report("小区东门那盏灯坏三天了");
        await app.Report("楼道口堆了纸箱");
        await Keep(street, "灯", "view=all&text=东门");
        var page = await street.Read("/console?view=all&text=东门");
        Assert.Equal([lamp], ConsoleTown.Rows(page));
        Assert.Matches("class=\"own\"[^>]*aria-current=\"page\"[^>]*>.*?灯\\s*</a>", page);
        Assert.DoesNotContain("<b class=\"num\">", page[page.IndexOf("<nav class=\"views\"", StringComparison.Ordinal)..page.IndexOf("queue-tools", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_sees_or_removes_the_view_of_another()
    {
        var mine = await Keep(street, "我的", "state=triage");
        using var centre = await app.Browser("centre");
        Assert.Empty(await Mine(centre));
        Assert.Equal(HttpStatusCode.NotFound, (await centre.DeleteAsync($"{Views}/{mine.Id}", Ct)).StatusCode);
        Assert.Single(await Mine(street));
        Assert.Equal(HttpStatusCode.NoContent, (await street.DeleteAsync($"{Views}/{mine.Id}", Ct)).StatusCode);
        using var stranger = app.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(Views, Ct)).StatusCode);
    }

    [Theory]
    [InlineData("", "state=triage", "name")]
    [InlineData("一二三四五六七八九十一二三四五六七八九十一", "state=triage", "name")]
    [InlineData("全部", "view=all", "query")]
    [InlineData("全部", "", "query")]
    [InlineData("坏的", "state=nowhere", "state")]
    [InlineData("坏的", "view=nowhere&state=triage", "view")]
    [InlineData("坏的", "since=yesterday", "since")]
    public async Task What_cannot_be_a_view_is_refused_by_name(string name, string query, string field)
    {
        using var answer = await street.PostAsJsonAsync(Views, new SavedViews.Form { Name = name, Query = query }, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"field\":\"{field}\"", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Empty(await Mine(street));
    }

    [Fact]
    public async Task The_longest_words_have_room_and_more_is_refused()
    {
        await Keep(street, "长", $"view=all&text={Uri.EscapeDataString(new string('灯', 200))}");
        using var answer = await street.PostAsJsonAsync(Views, new SavedViews.Form { Name = "太长", Query = $"unit={new string('9', 4000)}" }, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"field\":\"query\"", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_room_for_so_many_and_the_page_says_so()
    {
        for (var n = 1; n <= SavedViews.Most; n++) await Keep(street, $"视图{n}", $"category=0{n}");
        await Keep(street, "视图1", "category=09");
        using var answer = await Send("/console?view=all&state=triage", "keep-view", ("name", "太多"));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains($"最多存 {SavedViews.Most} 个视图", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Equal(SavedViews.Most, (await Mine(street)).Count);
    }

    private static async Task<SavedViews.Line> Keep(HttpClient client, string name, string query)
    {
        using var answer = await client.PostAsJsonAsync(Views, new SavedViews.Form { Name = name, Query = query }, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<SavedViews.Line>(Ct))!;
    }

    private static async Task<List<SavedViews.Line>> Mine(HttpClient client) => (await client.GetFromJsonAsync<List<SavedViews.Line>>(Views, Ct))!;

    private async Task<HttpResponseMessage> Send(string address, string handler, params (string Name, string Value)[] fields)
    {
        var token = ConsoleTown.Token(await street.Read(address));
        using var form = new FormUrlEncodedContent([new("_handler", handler), new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);
        return await street.PostAsync(address, form, Ct);
    }
}
