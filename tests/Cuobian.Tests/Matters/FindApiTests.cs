using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.Places;

namespace Cuobian.Tests.Matters;

/// <summary>Listing matters through the API: every filter, pages that walk everything once, and only what one may read.</summary>
public sealed class FindApiTests(FindApiTests.Stocked stocked) : IClassFixture<FindApiTests.Stocked>
{
    private Ward Ward => stocked.Ward;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "triage lamp dispatched handled closed east")]
    [InlineData("state=dispatched", "dispatched")]
    [InlineData("state=dispatched,Closed", "dispatched closed")]
    [InlineData("area=359902001001001", "triage lamp dispatched handled closed")]
    [InlineData("area=359902001001002", "east")]
    [InlineData("area=359902001", "triage lamp dispatched handled closed east")]
    [InlineData("area=3599020010010", "triage lamp dispatched handled closed east")]
    [InlineData("area=12", "")]
    [InlineData("category=0203", "lamp dispatched handled closed")]
    [InlineData("category=02", "lamp dispatched handled closed")]
    [InlineData("category=%25", "")]
    [InlineData("unit=359902000000-CG", "dispatched handled closed")]
    [InlineData("tier=ordinary", "triage lamp dispatched handled closed east")]
    [InlineData("tier=Key", "")]
    [InlineData("overdue=true", "dispatched")]
    [InlineData("overdue=true&state=triage", "")]
    [InlineData("overdue=false", "triage lamp handled closed east")]
    [InlineData("text=%E4%B8%9C%E8%BE%B9", "east")]
    [InlineData("text=%25", "")]
    [InlineData("state=triage&category=0203&area=3599", "lamp")]
    public async Task A_filter_narrows_the_list(string query, string names) =>
        Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => stocked.Numbers[n]).Order(), (await Numbers(Ward.Boss, query)).Order());

    [Fact]
    public async Task A_number_is_found_as_people_write_it()
    {
        var number = stocked.Numbers["lamp"];
        Assert.Equal([number], await Numbers(Ward.Boss, $"text={number[..4]}-{number[4..8]}%20{number[8..]}"));
    }

    [Theory]
    [InlineData("state=lost", 400, "invalid")]
    [InlineData("state=7", 400, "invalid")]
    [InlineData("tier=9", 400, "invalid")]
    [InlineData("tier=big", 400, "invalid")]
    [InlineData("sort=9", 400, "invalid")]
    [InlineData("after=x", 400, "invalid")]
    [InlineData("after=99999999999999999999_00000000000000000000000000000001", 400, "invalid")]
    [InlineData("size=many", 400, "bad_request")]
    [InlineData("text=%00", 400, "invalid")]
    [InlineData("area=%00", 400, "invalid")]
    [InlineData("unit=%00", 400, "invalid")]
    [InlineData("category=%00", 400, "invalid")]
    [InlineData("text=%ED%A0%80", 200, "")]
    [InlineData("size=0", 200, "")]
    [InlineData("size=-5", 200, "")]
    [InlineData("size=100000", 200, "")]
    [InlineData("sort=due&after=_00000000000000000000000000000001", 200, "")]
    public async Task A_strange_question_gets_a_clear_answer(string query, int status, string code) =>
        Assert.Equal((status, code), await Ward.Outcome(await Ward.Boss.GetAsync($"{Ward.Matters}?{query}", Ct)));

    [Fact]
    public async Task Only_those_who_may_read_somewhere_may_ask()
    {
        Assert.Equal((401, "denied"), await Ward.Outcome(await Ward.Stranger.GetAsync(Ward.Matters, Ct)));
        var nobody = await Ward.Hire("nobody", [MattersPermissions.Comment], Town.One);
        Assert.Equal((403, "denied"), await Ward.Outcome(await nobody.GetAsync(Ward.Matters, Ct)));
    }

    [Fact]
    public async Task Everybody_sees_their_area_and_what_their_unit_leads_and_nothing_else()
    {
        Assert.Empty(await Numbers(await Ward.Hire("next-door", [MattersPermissions.Read], Town.Two), ""));
        var unit = await Ward.Hire("of-unit", [MattersPermissions.Read], "3599", Ward.Lead, ofUnit: true);
        Assert.Equal(3, (await Numbers(unit, "")).Count);
        Assert.Empty(await Numbers(unit, "unit=" + Ward.OtherLead));
        var grid = await Ward.Hire("of-grid", [MattersPermissions.Read], Town.One + "002");
        Assert.Equal([stocked.Numbers["east"]], await Numbers(grid, ""));
    }

    [Theory]
    [InlineData("new")]
    [InlineData("due")]
    public async Task Pages_walk_everything_once(string sort)
    {
        var all = await Numbers(Ward.Boss, $"sort={sort}");
        for (var size = 1; size <= 4; size++)
            Assert.Equal(all, (await Walk(Ward.Boss, $"sort={sort}&size={size}")).Seen);
    }

    [Theory]
    [InlineData("new")]
    [InlineData("due")]
    public async Task Pages_show_once_what_did_not_change_while_rows_change(string sort)
    {
        await using var busy = await Ward.Open();
        var told = new List<Ward.Told>();
        for (var n = 0; n < 12; n++)
        {
            told.Add(await busy.In(n % 2 == 0 ? MatterState.Triage : MatterState.Handling));
            busy.App.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        var still = told.Where((_, n) => n % 3 != 0).Select(t => t.Number).ToList();
        var moving = new Queue<Ward.Told>(told.Where((_, n) => n % 3 == 0));
        var (seen, _) = await Walk(busy.Boss, $"sort={sort}&size=3", async () =>
        {
            if (!moving.TryDequeue(out var next)) return;
            await busy.Do(next, $"withdraw?code={next.Code}", new { }, busy.Stranger);
            await busy.Report();
        });
        Assert.All(still, number => Assert.Equal(1, seen.Count(s => s == number)));
    }

    private static async Task<List<string>> Numbers(HttpClient client, string query)
    {
        var page = await Ward.Read(await client.GetAsync($"{Ward.Matters}?{query}", Ct));
        return [.. page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("number").GetString()!)];
    }

    private static async Task<(List<string> Seen, int Pages)> Walk(HttpClient client, string query, Func<Task>? between = null)
    {
        var (seen, pages, after) = (new List<string>(), 0, "");
        do
        {
            var page = await Ward.Read(await client.GetAsync($"{Ward.Matters}?{query}&after={after}", Ct));
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("number").GetString()!));
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
            if (between is not null) await between();
        }
        while (after is not null && ++pages < 50);
        return (seen, pages);
    }

    /// <summary>A ward with one matter of each kind that the filters tell apart.</summary>
    public sealed class Stocked : IAsyncLifetime
    {
        internal Ward Ward { get; private set; } = null!;

        internal Dictionary<string, string> Numbers { get; } = [];

        public async ValueTask InitializeAsync()
        {
            Ward = await Ward.Open();
            Numbers["dispatched"] = (await Ward.In(MatterState.Dispatched)).Number;
            Ward.App.Clock.Advance(TimeSpan.FromHours(2.5));
            Numbers["triage"] = (await Ward.Report()).Number;
            Numbers["lamp"] = (await Ward.In(MatterState.Triage)).Number;
            Numbers["handled"] = (await Ward.In(MatterState.Handling)).Number;
            Numbers["closed"] = (await Ward.In(MatterState.Closed)).Number;
            Numbers["east"] = (await Ward.Report(new { text = "东边的树倒了", point = Ward.Point(3) })).Number;
        }

        public ValueTask DisposeAsync() => Ward.DisposeAsync();
    }
}
