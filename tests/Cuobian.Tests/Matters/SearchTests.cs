using System.Data.Common;
using Cuobian.Data;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters;

/// <summary>Staff find matters by words, also by two characters, on both databases.</summary>
public sealed class SearchTests(OpenWard open) : IClassFixture<OpenWard>
{
    private Ward Ward => open.Ward;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ＬＥＤ路灯，坏了！", "led路灯 坏了", "le ed d路 路灯 坏了")]
    [InlineData("3 号楼", "3 号楼", "号楼")]
    [InlineData("灯", "灯", "")]
    [InlineData("%_'\"", "", "")]
    [InlineData("𠮷野家", "𠮷野家", "𠮷野 野家")]
    public void Text_is_cut_into_pairs(string text, string plain, string pairs)
    {
        Assert.Equal(plain, SearchWords.Plain(text));
        Assert.Equal(pairs, string.Join(' ', SearchWords.Pairs(plain)));
    }

    [Fact]
    public async Task Two_characters_of_text_address_answer_or_number_find_a_matter()
    {
        var told = await Ward.Report(new { text = "巷口下水道堵塞，污水漫出来", point = Ward.Point(), address = "榕树头便利店旁" });
        await Ward.Report(new { text = "水污染的道下", point = Ward.Point(1, 0.5) });
        foreach (var words in new[] { "下水", "便利", "下水道 便利店", told.Number[..7] }) Assert.Contains(told.Number, await Found(words));
        foreach (var words in new[] { "水下", "堵塞漫出", "污水 不在", "下水便利" }) Assert.DoesNotContain(told.Number, await Found(words));

        await Ward.Do(told, "classify", new { categoryCode = Ward.Lamp });
        await Ward.Do(told, "dispatch", new { unitCode = Ward.Lead });
        await Ward.Do(told, "accept", new { });
        Assert.Empty(await Found("疏通"));
        await Ward.Do(told, "submit", new { outcome = "solved", words = "已经疏通，冲洗干净" });
        Assert.Equal([told.Number], await Found("疏通"));
    }

    [Fact]
    public async Task Words_of_old_matters_are_filled_in_afterwards()
    {
        var told = await Ward.Report(new { text = "健身器材松动摇晃", point = Ward.Point() });
        await Ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Set<MatterSearch>().ExecuteDeleteAsync(Ct));
        Assert.Empty(await Found("器材"));
        Assert.NotEqual(0, await Ward.App.InScope(s => FillSearch.Fill(s.GetRequiredService<CuobianDb>(), Ct)));
        Assert.Equal([told.Number], await Found("器材"));
        Assert.Equal(0, await Ward.App.InScope(s => FillSearch.Fill(s.GetRequiredService<CuobianDb>(), Ct)));
    }

    [Fact]
    public async Task What_many_have_is_listed_newest_first_page_after_page_however_long_ago()
    {
        await using var ward = await Ward.Open();
        var told = new List<string>();
        foreach (var days in new[] { 0, 0, 1, 3, 7, 20, 45, 0, 6 })
        {
            ward.App.Clock.Advance(TimeSpan.FromDays(days) + TimeSpan.FromSeconds(1));
            told.Add((await ward.Report(new { text = $"梧桐树枝挡路，第 {told.Count} 回", point = Ward.Point() })).Number);
            await ward.Report(new { text = "别的事", point = Ward.Point() });
        }
        foreach (var size in new[] { 2, 4, 50 })
        {
            var (found, after) = (new List<string>(), "");
            do
            {
                var page = await Ward.Read(await ward.Boss.GetAsync($"{Ward.Matters}?text={Uri.EscapeDataString("梧桐 挡路")}&size={size}&after={after}", Ct));
                found.AddRange(page.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("number").GetString()!));
                after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
            }
            while (after is not null);
            Assert.Equal(told.AsEnumerable().Reverse(), found);
        }
    }

    [Fact]
    public async Task Whose_place_is_found_later_is_found_there()
    {
        var told = await Ward.Report(new { text = "不知哪里的石狮缺了一角", areaCode = "359902" });
        var there = $"{Ward.Matters}?text={Uri.EscapeDataString("石狮")}&area={Ward.Grid}";
        Assert.Equal(0, (await Ward.Read(await Ward.Boss.GetAsync(there, Ct))).GetProperty("items").GetArrayLength());
        var clerk = await Ward.Hire("city-clerk", [.. MattersPermissions.All], "3599");
        await Ward.Do(told, "classify", new { categoryCode = Ward.Lamp, areaCode = Ward.Grid }, clerk);
        Assert.Equal(1, (await Ward.Read(await Ward.Boss.GetAsync(there, Ct))).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public void Days_follow_the_ids()
    {
        var at = new DateTimeOffset(2026, 3, 16, 23, 59, 59, TimeSpan.Zero);
        var day = SearchMarks.DayOf(at);
        Assert.Equal(day, SearchMarks.DayOf(Guid.CreateVersion7(at)));
        Assert.Equal(day + 1, SearchMarks.DayOf(Guid.CreateVersion7(at.AddSeconds(1))));
        Assert.Equal(day, SearchMarks.DayOf(SearchMarks.FirstOf(day)));
        foreach (var last in Enumerable.Range(day, 70))
        {
            // Whatever the day, each is in one stretch alone, and none comes before a newer one.
            var stretches = SearchMarks.Back(last).ToList();
            Assert.Equal(last + 1, stretches[0].End);
            Assert.Empty(stretches[^1].Marks);
            Assert.All(Enumerable.Range(last - 600, 601), one =>
            {
                var marks = SearchMarks.Of(SearchMarks.FirstOf(one), "").ToList();
                var at = stretches.FindIndex(s => s.Marks.Intersect(marks).Any());
                Assert.Equal(at, stretches.FindLastIndex(s => s.Marks.Intersect(marks).Any()));
                Assert.Equal(at < 0 ? stretches.Count - 1 : at, stretches.FindLastIndex(s => one < s.End));
            });
        }
    }

    [Fact]
    public async Task The_plan_uses_the_index()
    {
        foreach (IReadOnlyList<string>[] marks in new IReadOnlyList<string>[][] { [], [["d20528", "d20529"]], [["a359902001"], ["d20528"]] })
            MustUseTheIndex(await Ward.App.InScope(s => Plan(s.GetRequiredService<CuobianDb>(), "下水", marks)));
    }

    private static void MustUseTheIndex(List<string> plan)
    {
        Assert.Contains(plan, line => line.Contains("matters_search_pairs", StringComparison.Ordinal) || line.Contains("VIRTUAL TABLE INDEX", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan on matters_search", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("望潮里九巷 3 号 502 室", "望潮", "望潮里", "潮里九巷", "望潮里九巷", "九巷 502", "九巷 3", "井盖 望潮", "02")]
    [InlineData("Garden Road 88 号", "garden", "ROAD 88", "oad")]
    public async Task An_address_is_found_by_its_words_though_nobody_can_read_it_in_the_database(string address, params string[] words)
    {
        var told = await Ward.Report(new { text = "井盖响了一夜", point = Ward.Point(), address });
        foreach (var some in words) Assert.Contains(told.Number, await Found(some));
        foreach (var other in new[] { "里望潮", "潮九里", "望里", "望潮里十巷", "井盖 里望", "502 里望" }) Assert.DoesNotContain(told.Number, await Found(other));
        var row = await Ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Set<MatterSearch>().AsNoTracking().SingleAsync(m => m.MatterId == s.GetRequiredService<CuobianDb>().Set<Matter>().Single(x => x.Number == told.Number).Id, Ct));
        Assert.DoesNotContain(SearchWords.Runs(SearchWords.Plain(address)).Where(run => run.Length > 2), run => (row.Plain + row.Pairs).Contains(run, StringComparison.Ordinal));
        Assert.Contains(address, await Ward.Boss.GetStringAsync($"{Ward.Matters}?text={Uri.EscapeDataString(words[0])}", Ct), StringComparison.Ordinal);
    }

    private async Task<List<string>> Found(string words) =>
        [.. (await Ward.Read(await Ward.Boss.GetAsync($"{Ward.Matters}?text={Uri.EscapeDataString(words)}", Ct))).GetProperty("items").EnumerateArray().Select(m => m.GetProperty("number").GetString()!)];

    private static async Task<List<string>> Plan(CuobianDb db, string words, IReadOnlyList<string>[] marks)
    {
        var (sql, values) = SearchIndex.Statement(db, words, marks);
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        // A small table is read as a whole, which would say nothing about a large one.
        if (db is PostgresDb) await db.Database.ExecuteSqlRawAsync("set local enable_seqscan = off", Ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(transaction);
        command.CommandText = (db is PostgresDb ? "explain " : "explain query plan ") + string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, [.. values.Select((_, at) => $"@p{at}")]);
        foreach (var (at, value) in values.Index())
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"@p{at}", value);
            command.Parameters.Add(parameter);
        }
        var lines = new List<string>();
        await using DbDataReader reader = await command.ExecuteReaderAsync(Ct);
        while (await reader.ReadAsync(Ct)) lines.Add(reader.GetString(reader.FieldCount - 1));
        return lines;
    }
}
