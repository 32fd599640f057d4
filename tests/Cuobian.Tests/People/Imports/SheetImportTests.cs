using System.Net;
using System.Text;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People;
using Cuobian.People.Imports;
using Cuobian.Tests.Matters.Pages;
using Cuobian.Tests.People.Organisation;
using Cuobian.Tests.Places;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.Imports;

/// <summary>Sheets in and out: every fault by row and column, all or nothing, and what goes out comes in again just so.</summary>
public sealed class SheetImportTests
{
    private static readonly string[] Kinds = ["units", "people", "estates", "teams"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task What_is_exported_goes_into_an_empty_house_and_comes_out_equal(string format)
    {
        await using var first = await Full();
        var before = await Export(first, format);
        await using var second = await CuobianApp.Start();
        second.Clock.Set(first.Clock.GetUtcNow());
        await second.TakeAreas(Town.Areas);
        await second.TakeGrids(Town.TwoGrids);
        foreach (var (kind, file) in before) Assert.True((await Import(second, kind, file)).Added > 0, kind);
        var after = await Export(second, format);
        foreach (var kind in Kinds) Assert.Equal(await Cells(first, before[kind]), await Cells(second, after[kind]));
        foreach (var (kind, file) in after) Assert.Equal((0, 0), (await Import(second, kind, file)) is var again ? (again.Added, again.Changed) : default);
    }

    [Fact]
    public async Task Every_fault_is_told_by_row_and_column_and_nothing_is_taken()
    {
        await using var app = await ConsoleTown.Open();
        var faults = await Faults(app, "units", """
            编码,名称,类型,区划编码,上级编码,开始日期
            X-1,好单位,DJ,359902001001,,2026-01-01
            X-2,,XX,3599020,,
            X-1,重复,DJ,359902001001,,2026-31-31
            X-4,小组,LZ,359902001001,X-1,
            """);
        Assert.Equal(
            [(3, "name", "required"), (3, "type", "people.unit_type_unknown"), (3, "area", "people.area_malformed"), (4, "from", "people.day_malformed"), (4, "code", "people.sheet_twice"), (5, "parent", "people.unit_parent_kind")],
            faults.Select(f => (ImportSheet.Cell(f.Field).Row, ImportSheet.Cell(f.Field).Column, f.Code)));
        Assert.Null(app.Services.GetRequiredService<Cuobian.People.Contracts.IUnits>().Find("X-1"));

        var people = await Faults(app, "people", """
            login,name,unit,role,area,post_unit,to
            林小,林小,,street-dispatcher,359902001,,
            林小,林大,,nobody,12345,,
            ok,好人,NOWHERE,department-handler,3599,,
            """);
        Assert.Contains(people, f => f is { Field: "lines[3].name", Code: "people.sheet_differs" });
        Assert.Contains(people, f => f is { Field: "lines[3].role", Code: "people.role_unknown" });
        Assert.Contains(people, f => f is { Field: "lines[3].area", Code: "people.area_malformed" });
        Assert.Contains(people, f => f is { Field: "lines[4].unit", Code: "people.unit_unknown" });
        Assert.Contains(people, f => f is { Field: "lines[4].post_unit", Code: "people.role_needs_unit" });
        Assert.Contains(await Faults(app, "people", "login,unit\na,b"), f => f.Code == "sheet_columns_missing");
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_an_import_is_in_the_ledger_without_names()
    {
        await using var app = await ConsoleTown.Open();
        var file = File("login,name,office_phone,role,area\nlin.new,林新人,0596-1200077,grid-worker,359902001001\n");
        Assert.Equal(1, (await app.InScope(s => s.GetRequiredService<ImportSheet>().Run("people", file, true, Ct)))!.Added);
        Assert.False(await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Account>().AnyAsync(a => a.Login == "lin.new", Ct)));
        await Import(app, "people", file.ToArray());
        var account = await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Account>().AsNoTracking().SingleAsync(a => a.Login == "lin.new", Ct));
        Assert.Equal(("林新人", "0596-1200077"), (account.Name, account.OfficePhone));
        var line = await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Cuobian.People.Acts.ActLine>().AsNoTracking().OrderByDescending(l => l.Seq).FirstAsync(Ct));
        Assert.Equal("sheet_imported", line.Act);
        Assert.DoesNotContain("林", line.Details, StringComparison.Ordinal);
        using var client = app.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SignIn("lin.new")).StatusCode);
        await app.InScope(s => s.GetRequiredService<ResetPassword>().Run("lin.new", Staff.Password, Ct));
        Assert.True((await client.SignIn("lin.new")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Who_has_no_right_there_is_told_at_the_row()
    {
        await using var app = await ConsoleTown.Open();
        using var street = await app.Browser("street");
        var answer = await Post(street, "units", "code,name,type,area\nF-1,远方队,DJ,359902002001\n");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("people.area_not_yours", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(street, "people", "login,name\na1,b\n")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await street.GetAsync("/api/v1/people/export/people.csv", Ct)).StatusCode);
        using var grid = await app.Browser("grid");
        Assert.Equal(HttpStatusCode.Forbidden, (await grid.GetAsync("/console/people/imports", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await grid.GetAsync("/console/people/imports/units/template.xlsx", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_sheet_gives_nobody_what_a_page_would_refuse()
    {
        await using var app = await ConsoleTown.Open();
        await app.Hire("keeper", "security-administrator", "3599");
        await app.Hire("reader", "audit-administrator", "3599");
        using var keeper = await app.Browser("keeper");
        const string Head = "login,name,role,area\n";
        foreach (var (rows, code) in new[]
                 {
                     ("keeper,keeper,security-administrator,35990\n", "people.not_yourself"), ("keeper,New Name,,\n", "people.not_yourself"),
                     ("reader,reader,supervisor,3599\n", "people.separation"), ("both,Both,audit-administrator,3599\nboth,Both,security-administrator,3599\n", "people.separation"),
                     ("far,Far,supervisor,3506\n", "people.area_not_yours"),
                 })
        {
            using var answer = await Post(keeper, "people", Head + rows);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(code, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.OK, (await Post(keeper, "people", Head + "both,Both,audit-administrator,3599\n")).StatusCode);
    }

    [Fact]
    public async Task On_the_page_a_sheet_is_checked_first_and_taken_when_one_says_so()
    {
        await using var app = await ConsoleTown.Open();
        using var street = await app.Browser("street");
        Cuobian.Tests.Web.Page.AssertSound(await street.Read("/console/people/imports"));
        var bad = await street.Read(await Upload(street, "units", "code,name,type,area\nB-1,,DJ,359902001001\n"));
        Cuobian.Tests.Web.Page.AssertSound(bad);
        Assert.Contains("表格有错", bad, StringComparison.Ordinal);
        var good = await Upload(street, "units", "code,name,type,area\nG-1,一队,DJ,359902001001\n");
        var units = app.Services.GetRequiredService<Cuobian.People.Contracts.IUnits>();
        Assert.Null(units.Find("G-1"));
        await street.Send(good, "import", "take");
        Assert.NotNull(units.Find("G-1"));
        Assert.Contains("已导入", await street.Read(good), StringComparison.Ordinal);
        using var other = await app.Browser("centre");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(good, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_long_sheet_is_taken_in_the_background_with_its_progress_on_the_page()
    {
        await using var app = await ConsoleTown.Open();
        using var street = await app.Browser("street");
        var sheet = new StringBuilder("code,name,type,area\n");
        for (var n = 0; n <= TakeImport.AtOnce; n++) sheet.Append(System.Globalization.CultureInfo.InvariantCulture, $"L-{n},第{n}队,DJ,359902001001\n");
        var page = await Upload(street, "units", sheet.ToString());
        await street.Send(page, "import", "take");
        var waiting = await street.Read(page);
        Cuobian.Tests.Web.Page.AssertSound(waiting);
        Assert.Contains("http-equiv=\"refresh\"", waiting, StringComparison.Ordinal);
        Assert.Equal(2, await app.DeliverDue());
        Assert.Contains("已导入", await street.Read(page), StringComparison.Ordinal);
        Assert.NotNull(app.Services.GetRequiredService<Cuobian.People.Contracts.IUnits>().Find("L-300"));
        var job = await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<ImportJob>().AsNoTracking().SingleAsync(Ct));
        Assert.Null(job.Rows);
        var line = await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Cuobian.People.Acts.ActLine>().AsNoTracking().OrderByDescending(l => l.Seq).FirstAsync(Ct));
        Assert.Equal(job.By.ToString(), line.By);
    }

    private static async Task<CuobianApp> Full()
    {
        var app = await ConsoleTown.Open();
        await app.TakeGrids(Town.TwoGrids);
        using var street = await app.Browser("street");
        var branch = await street.OpenUnit("红砖小区党支部", "ZB", Town.One, await street.OpenUnit("井边社区党委", "DW", Town.One));
        var estate = (await street.Made("/api/v1/people/estates", new { community = Town.One, name = "红砖小区", households = 320 })).GetProperty("id").GetGuid();
        var gap = (await street.Made("/api/v1/people/estates", new { community = Town.Two, name = "古井小区" })).GetProperty("id").GetGuid();
        await Ok(street, $"/api/v1/people/estates/{estate}/cover", new { branch, words = "三月成立", photos = new[] { await street.Upload() } });
        await Ok(street, $"/api/v1/people/estates/{gap}/assign", new { owner = "grid", due = "2026-12-31" });
        var team = (await street.Made("/api/v1/people/teams", new { kind = "1+1+N+Z", area = Town.One + "001" })).GetProperty("id").GetGuid();
        await street.Made($"/api/v1/people/teams/{team}/members", new { role = "leader", name = "=苏大海", officePhone = "+86 596 1200011" });
        await street.Made($"/api/v1/people/teams/{team}/members", new { role = "worker", login = "grid" });
        await street.Made($"/api/v1/people/teams/{team}/members", new { role = "worker", name = "替补", deputy = true });
        await street.Made("/api/v1/people/teams", new { kind = "2+N", area = Town.One + "002" });
        var gone = await street.OpenUnit("老队", "DJ", Town.One);
        await Ok(street, $"/api/v1/people/units/{gone}/close", new { });
        await app.InScope(s => s.GetRequiredService<DisableAccount>().Run("verifier", Ct));
        return app;
    }

    private static async Task Ok(HttpClient client, string address, object form)
    {
        using var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(client, address, form, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task<Dictionary<string, byte[]>> Export(CuobianApp app, string format)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var kind in Kinds) files[kind] = (await app.InScope(s => s.GetRequiredService<ExportSheet>().Run(kind, format, Ct)))!;
        return files;
    }

    /// <summary>A workbook carries the time it was written: what it says is compared.</summary>
    private static Task<List<string>> Cells(CuobianApp app, byte[] file) => app.InScope(_ =>
    {
        using var reader = Cuobian.Data.Sheets.SheetReader.Open(new MemoryStream(file));
        return Task.FromResult<List<string>>([string.Join('|', reader.Columns), .. reader.Rows.Select(r => string.Join('|', r.Cells))]);
    });

    private static async Task<ImportSheet.Outcome> Import(CuobianApp app, string kind, byte[] file) =>
        (await app.InScope(s => s.GetRequiredService<ImportSheet>().Run(kind, new MemoryStream(file), false, Ct)))!;

    private static async Task<IReadOnlyList<Fault>> Faults(CuobianApp app, string kind, string csv) =>
        (await Assert.ThrowsAsync<Invalid>(() => app.InScope(s => s.GetRequiredService<ImportSheet>().Run(kind, File(csv), false, Ct)))).Faults;

    private static MemoryStream File(string csv) => new(Encoding.UTF8.GetBytes(csv));

    private static Task<HttpResponseMessage> Post(HttpClient client, string kind, string csv) =>
        client.PostAsync($"/api/v1/people/import/{kind}", new StringContent(csv, Encoding.UTF8, "text/csv"), Ct);

    private static async Task<string> Upload(HttpClient client, string kind, string csv)
    {
        var token = ConsoleTown.Token(await client.Read("/console/people/imports"));
        using var form = new MultipartFormDataContent { { new StringContent("imports"), "_handler" }, { new StringContent(kind), "do" }, { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), $"{kind}-file", "单位.csv" } };
        using var answer = await client.PostAsync("/console/people/imports", form, Ct);
        Assert.True(answer.Headers.Location is not null, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)));
        return new Uri(new Uri("http://localhost"), answer.Headers.Location!).AbsolutePath;
    }
}
