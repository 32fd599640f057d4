using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Rules;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters.Rules;

/// <summary>Settings go from a draft to a version; matters keep what they began with.</summary>
public sealed class SettingsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_ships_is_right_and_stands_in_the_first_version()
    {
        await using var app = await CuobianApp.Start();
        foreach (var kind in new[] { "categories", "questions", "templates", "calendar" })
        {
            var opened = await Open(app, kind);
            Assert.Equal([1], opened.Versions.Select(v => v.Number));
            Assert.NotEmpty(opened.Rows);
            await Assert.ThrowsAsync<Refused>(async () => await app.Publish(kind));
        }
        Assert.InRange(app.Get<Categories>().Book.ByCode.Count, 100, 200);
    }

    [Theory]
    [InlineData("categories")]
    [InlineData("questions")]
    [InlineData("templates")]
    [InlineData("calendar")]
    public async Task A_version_comes_back_from_its_own_file(string kind)
    {
        await using var app = await CuobianApp.Start();
        var opened = await Open(app, kind);
        var faults = new Faults();
        opened.Catalogue.Check(opened.Rows, faults);
        faults.Throw();
        foreach (var file in new[] { RowSheet.Xlsx(opened.Catalogue, opened.Rows), RowSheet.Csv(opened.Catalogue, opened.Rows), System.Text.Encoding.UTF8.GetBytes(Rows.Write(opened.Rows, indented: true)) })
        {
            var back = await RowSheet.Read(opened.Catalogue, new MemoryStream(file), Ct);
            Assert.Empty(RowChanges.Between(opened.Catalogue, opened.Rows, back));
        }
    }

    [Fact]
    public async Task A_running_matter_keeps_the_budget_and_the_calendar_it_began_with()
    {
        await using var ward = await Ward.Open();
        var old = await ward.In(MatterState.Triage);
        var app = ward.App;
        await app.Change("categories", Ward.Lamp, ("ordinaryMinutes", "60"), ("acceptMinutes", "7"));
        await app.Change("calendar", CalendarBook.HoursKey, ("kind", "Hours"), ("name", "10:00-12:00"));
        var now = await ward.Report();
        await ward.Do(now, "classify", new { categoryCode = Ward.Lamp });
        foreach (var told in new[] { old, now }) await ward.Do(told, "dispatch", new { unitCode = Ward.Lead });
        Assert.Equal((960, 120), Budgets(await ward.Stored(old)));
        Assert.Equal((60, 7), Budgets(await ward.Stored(now)));
        Assert.NotEqual((await ward.Stored(old)).CalendarVersion, (await ward.Stored(now)).CalendarVersion);
        Assert.Equal((1, 2), ((await ward.Stored(old)).CategoriesVersion, (await ward.Stored(now)).CategoriesVersion));
        var calendars = app.Get<Calendars>();
        var day = new DateTimeOffset(2026, 3, 16, 8, 0, 0, WorkCalendar.Zone);
        Assert.Equal(day.AddHours(1), calendars.For(1).Due(Pace.Working, day, 60));
        Assert.Equal(day.AddHours(3), calendars.For(2).Due(Pace.Working, day, 60));
    }

    [Fact]
    public async Task A_year_that_becomes_known_later_counts_for_older_matters_too()
    {
        await using var app = await CuobianApp.Start();
        var calendars = app.Get<Calendars>();
        Assert.Null(calendars.For(1).Works(new DateOnly(2031, 1, 1)));
        await app.Change("calendar", "2031-01-01", ("kind", "Holiday"), ("name", "元旦"));
        await app.Change("calendar", "2026-03-16", ("kind", "Holiday"), ("name", "试"));
        Assert.False(calendars.For(1).Works(new DateOnly(2031, 1, 1)));
        Assert.True(calendars.For(1).Works(new DateOnly(2026, 3, 16)));
        Assert.False(calendars.Current.Works(new DateOnly(2026, 3, 16)));
    }

    [Fact]
    public async Task Faults_name_the_row_and_the_field_and_nothing_is_stored()
    {
        await using var app = await CuobianApp.Start();
        var csv = "key,name,category,area,target,type,unit,until,from\n7,坏,9999,12,Department,,,2026-01-01,2026-02-01\n8,坏,,,Elsewhere,XX,nobody,soon,\n";
        var no = await Assert.ThrowsAsync<Invalid>(() => app.Settings((open, edit, _) => edit.Take("rules", Guid.Empty, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv)), true, Ct)));
        Assert.Equal(
            ["7.area", "7.category", "7.type", "7.until", "8.target", "8.type", "8.unit", "8.until"],
            no.Faults.Select(f => f.Field).Distinct().Order(StringComparer.Ordinal));
        Assert.Null((await Open(app, "rules")).Draft);
    }

    [Fact]
    public async Task Two_editors_do_not_overwrite_one_another()
    {
        await using var app = await CuobianApp.Start();
        var row = new Row("", ("name", "一"), ("target", "Triage"));
        await app.Settings((_, edit, _) => edit.Put("rules", Guid.Empty, null, row, Ct));
        var no = await Assert.ThrowsAsync<Refused>(() => app.Settings((_, edit, _) => edit.Put("rules", Guid.Empty, null, row, Ct)));
        Assert.Equal("matters.draft_changed", no.Code);
    }

    [Fact]
    public async Task A_number_of_a_rule_is_never_given_again()
    {
        await using var app = await CuobianApp.Start();
        Assert.Equal("1", await app.AddRule(("name", "一"), ("target", "Triage")));
        await app.Publish("rules");
        await app.Settings(async (open, edit, _) => await edit.Remove("rules", (await open.Run("rules", Ct))!.Stamp, "1", Ct));
        Assert.Equal("2", await app.AddRule(("name", "二"), ("target", "Triage")));
        await app.Publish("rules");
        var versions = (await Open(app, "rules")).Versions;
        Assert.Equal([2, 1], versions.Select(v => v.Number));
        var first = await app.Settings((open, _, _) => open.Version("rules", 1, Ct));
        Assert.Equal("一", Assert.Single(first!.Rows)["name"]);
    }

    [Fact]
    public async Task What_was_published_by_whom_stands_in_the_ledger_of_acts_and_only_those_allowed_publish()
    {
        await using var app = await CuobianApp.Start();
        await app.AddRule(("name", "一"), ("target", "Triage"));
        await app.Publish("rules");
        var acts = await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Cuobian.People.Acts.ActLine>().AsNoTracking().ToListAsync(Ct));
        Assert.Contains(acts, a => a.Act == "settings.published" && a.Subject == "settings:rules:1");
        var other = new Actor(Guid.NewGuid(), "somebody", null, [new Grant("matters.settings", "9999"), new Grant("matters.read", "")]);
        await Assert.ThrowsAsync<Denied>(() => app.InScope(s => s.GetRequiredService<OpenCatalogue>().Run("rules", Ct), other));
    }

    [Fact]
    public async Task A_used_category_is_switched_off_and_never_removed()
    {
        await using var app = await CuobianApp.Start();
        var no = await Assert.ThrowsAsync<Invalid>(async () =>
        {
            await app.Settings(async (open, edit, _) => await edit.Remove("categories", Guid.Empty, "0203", Ct));
            await app.Publish("categories");
        });
        Assert.Equal("0203.key: matters.category_gone", no.Message);
        await app.Settings(async (open, edit, _) => await edit.Discard("categories", (await open.Run("categories", Ct))!.Stamp, Ct));
        await app.Change("categories", "0203", ("off", "yes"));
        var categories = app.Get<Categories>();
        Assert.Null(categories.Choose("0203"));
        Assert.NotNull(categories.Find("0203"));
        Assert.DoesNotContain(categories.All, c => c.Code == "0203");
    }

    private static (int Handle, int Accept) Budgets(Matter matter) =>
        (matter.Clocks.Single(c => c.Kind == ClockKind.Handle).BudgetMinutes, matter.Clocks.Single(c => c.Kind == ClockKind.Accept).BudgetMinutes);

    private static async Task<OpenedCatalogue> Open(CuobianApp app, string kind) => (await app.Settings((open, _, _) => open.Run(kind, Ct)))!;
}
