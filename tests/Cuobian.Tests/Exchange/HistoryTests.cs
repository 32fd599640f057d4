using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Cuobian.Data;
using Cuobian.Exchange.Contracts;
using Cuobian.Exchange.History;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Exchange;

/// <summary>History comes in once, whole, with what was not understood listed; it tells nobody and starts no clock.</summary>
public sealed class HistoryTests : IAsyncLifetime
{
    private const string Header = "编号,标题,内容,时间,状态,办结,类别,纬度,经度,电话\n";
    private const string Lamp = "A-1,路灯不亮,东门路灯坏了,2024-03-01 09:30:00,已办结,2024-03-03 10:00:00,照明,24.9,118.6,13800138000\n";
    private static readonly HistoryColumns Columns = new()
    {
        Text = ["标题", "内容"],
        Key = "编号",
        At = "时间",
        State = "状态",
        ClosedAt = "办结",
        Category = "类别",
        Categories = new() { ["照明"] = "0203" },
        Lat = "纬度",
        Lon = "经度",
        ReporterPhone = "电话",
    };

    private static readonly string[] Texts = ["内容"];
    private Ward ward = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        ward = await Ward.Open();
        await ward.App.InScope(async s =>
        {
            await s.GetRequiredService<SaveMap>().Run("old", Columns, Ct);
            return 0;
        });
    }

    public ValueTask DisposeAsync() => ward.DisposeAsync();

    [Fact]
    public async Task A_closed_matter_keeps_its_days_and_runs_no_clock()
    {
        var import = await Import(Header + Lamp);
        Assert.Equal((ImportState.Done, 1, 0), (import.State, import.Added, import.Wrong + import.Noted));
        var matter = Assert.Single(await Stored());
        Assert.Equal((MatterState.Closed, "0203", Channel.Import), (matter.State, matter.CategoryCode, matter.Channel));
        Assert.Equal("路灯不亮\n东门路灯坏了", matter.Text);
        Assert.Equal(new DateTimeOffset(2024, 3, 1, 1, 30, 0, TimeSpan.Zero), matter.RegisteredAt);
        Assert.Equal(new DateTimeOffset(2024, 3, 3, 2, 0, 0, TimeSpan.Zero), matter.ClosedAt);
        Assert.Empty(matter.Clocks);
        Assert.Null(matter.NextDueAt);
        Assert.True(Numbers.IsValid(matter.Number));
        var entry = Assert.Single(matter.Entries);
        Assert.Equal((1, MatterState.Closed, Part.System), (entry.Seq, entry.To, entry.Part));
        Assert.Contains("old A-1", entry.Changed, StringComparison.Ordinal);
        Assert.Equal("13800138000", (await ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Set<MatterReporter>().SingleAsync(Ct))).Phone);
    }

    [Fact]
    public async Task An_open_matter_waits_for_a_person_from_now_on()
    {
        await Import(Header + "A-2,占道,摆摊占道,2024-03-01 09:30:00,处理中,,照明,,,\n");
        var matter = Assert.Single(await Stored());
        Assert.Equal(MatterState.Triage, matter.State);
        Assert.Equal(2024, matter.RegisteredAt.Year);
        var clock = Assert.Single(matter.Clocks);
        Assert.Equal(ClockKind.Triage, clock.Kind);
        Assert.True(clock.DueAt > ward.App.Clock.GetUtcNow());
    }

    [Fact]
    public async Task The_same_row_comes_once_and_an_import_goes_on_where_it_stopped()
    {
        var rows = string.Concat(Enumerable.Range(0, RunImport.PartSize + 50).Select(n => $"B-{n},灯,不亮,2024-03-01,已办结,,照明,,,\n"));
        var first = await Ask(Header + rows);
        await Step(first);
        Assert.Equal(RunImport.PartSize, (await Find(first)).Added);
        await Step(first, after: 0);
        Assert.Equal(RunImport.PartSize, (await Find(first)).Added);
        await ward.App.DeliverDue();
        Assert.Equal((ImportState.Done, RunImport.PartSize + 50), ((await Find(first)).State, (await Find(first)).Added));

        var again = await Import(Header + rows + Lamp);
        Assert.Equal((1, RunImport.PartSize + 50), (again.Added, again.Known));
        Assert.Equal(RunImport.PartSize + 51, await ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Set<Matter>().CountAsync(Ct)));
    }

    [Fact]
    public async Task What_was_not_understood_is_listed_and_the_rest_is_taken()
    {
        var import = await Import(Header
            + "C-1,,,2024-03-01,已办结,,照明,,,\n"
            + "C-2,灯,不亮,去年春天,已办结,,照明,,,\n"
            + "C-3,灯,不亮,2024-03-01,已办结,2024-02-01,飞碟,999,0,\n" + Lamp);
        Assert.Equal((4, 2, 2, 1), (import.Rows, import.Added, import.Wrong, import.Noted));
        var faults = await ward.App.InScope(s => s.GetRequiredService<FindImports>().Faults(import.Id, Ct));
        Assert.Equal([(2, "标题", true), (3, "时间", true), (4, "办结", false), (4, "类别", false), (4, "纬度", false)],
            faults.Select(f => (f.Row, f.Column, f.Fatal)).OrderBy(f => f.Row).ThenBy(f => f.Column, StringComparer.Ordinal));
        var boss = await ward.Hire("importer", [.. ExchangePermissions.All], "");
        var report = await boss.GetStringAsync($"/console/history/{import.Id}/report.csv", Ct);
        Assert.Contains("去年春天", report, StringComparison.Ordinal);
        Assert.Contains("飞碟", report, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await ward.Boss.GetAsync($"/console/history/{import.Id}/report.csv", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_try_stores_nothing()
    {
        var import = await Import(Header + Lamp, dryRun: true);
        Assert.Equal((ImportState.Done, 1), (import.State, import.Added));
        Assert.Empty(await Stored());
        Assert.Equal(1, (await Import(Header + Lamp)).Added);
    }

    [Theory]
    [InlineData("编号,标题\nA,灯\n", "exchange.columns_missing")]
    [InlineData("", "sheet_empty")]
    public async Task A_file_that_does_not_fit_stops_with_a_reason(string file, string trouble)
    {
        var import = await Import(file);
        Assert.Equal(ImportState.Stopped, import.State);
        Assert.StartsWith(trouble, import.Trouble, StringComparison.Ordinal);
        Assert.Empty(await Stored());
    }

    [Fact]
    public async Task A_packed_file_and_a_workbook_are_read_too()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) await gzip.WriteAsync(Encoding.UTF8.GetBytes(Header + Lamp), Ct);
        Assert.Equal(1, (await Import(packed.ToArray())).Added);
        using var book = new MemoryStream();
        Cuobian.Data.Sheets.SheetWriter.Xlsx(book, "旧", Header.Trim().Split(','), [["X-1", "灯", "不亮", "2024-03-01", "已办结", "", "照明", "", "", ""]]);
        Assert.Equal(1, (await Import(book.ToArray())).Added);
    }

    [Fact]
    public async Task Only_an_administrator_of_the_whole_may_import()
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(Header + Lamp));
        Assert.Equal(HttpStatusCode.Forbidden, (await ward.Boss.PostAsync("/api/v1/exchange/history/imports?map=old", body, Ct)).StatusCode);
        var boss = await ward.Hire("importer", [.. ExchangePermissions.All], "");
        Page.AssertSound(await boss.GetStringAsync("/console/history", Ct));
        Page.AssertSound(await boss.GetStringAsync("/console/history/map?name=old", Ct));
        using var again = new ByteArrayContent(Encoding.UTF8.GetBytes(Header + Lamp));
        Assert.Equal(HttpStatusCode.Accepted, (await boss.PostAsync("/api/v1/exchange/history/imports?map=old", again, Ct)).StatusCode);
        await ward.App.DeliverDue();
        Assert.Single(await Stored());
        Page.AssertSound(await boss.GetStringAsync("/console/history", Ct));
        Assert.Equal(HttpStatusCode.NoContent, (await boss.PutAsJsonAsync("/api/v1/exchange/history/maps/other", new { text = Texts }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await boss.PutAsJsonAsync("/api/v1/exchange/history/maps/other", new { }, Ct)).StatusCode);
    }

    [Fact]
    public async Task Nobody_is_told_of_history()
    {
        await Import(Header + Lamp);
        var work = await ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Set<Work>().Where(w => w.Event.Contains("Closed") || w.Event.Contains("Clock")).CountAsync(Ct));
        Assert.Equal(0, work);
        await Assert.ThrowsAsync<Denied>(() => ward.App.InScope(s => s.GetRequiredService<IPastMatters>().Add([], Ct), Actor.Anonymous));
    }

    private Task<HistoryImport> Import(string file, bool dryRun = false) => Import(Encoding.UTF8.GetBytes(file), dryRun);

    private async Task<HistoryImport> Import(byte[] file, bool dryRun = false)
    {
        var id = await Ask(file, dryRun);
        await ward.App.DeliverDue();
        return await Find(id);
    }

    private Task<Guid> Ask(string file) => Ask(Encoding.UTF8.GetBytes(file), false);

    private Task<Guid> Ask(byte[] file, bool dryRun) => ward.App.InScope(s => s.GetRequiredService<AskImport>().Run("old", "old.csv", new MemoryStream(file), dryRun, Ct));

    private Task<int> Step(Guid import, int after = 0) => ward.App.InScope(async s =>
    {
        await s.GetRequiredService<RunImport>().React(new ImportDue(import, after), Ct);
        return 0;
    });

    private async Task<HistoryImport> Find(Guid id) => (await ward.App.InScope(s => s.GetRequiredService<FindImports>().One(id, Ct)))!;

    private Task<List<Matter>> Stored() => ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Set<Matter>().AsNoTracking().Include(m => m.Entries).Include(m => m.Clocks).ToListAsync(Ct));
}
