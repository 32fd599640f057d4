using System.CommandLine;
using System.Text;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Clocks;
using Cuobian.People.Acts;
using Cuobian.Tests.Support;
using Cuobian.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cuobian.Tests.Matters.Clocks;

/// <summary>Years are loaded whole and correct, or not at all.</summary>
public sealed class ImportCalendarTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_real_years_2020_to_2026_are_imported()
    {
        await using var app = await CuobianApp.Start();
        var calendars = new Calendars(OpeningHours.Default, app.Clock);
        var loaded = await Import(app, calendars, SomeCalendar.File());
        Assert.Equal([2020, 2021, 2022, 2023, 2024, 2025, 2026], loaded.Select(y => y.Year));
        Assert.Equal((208, 46), (loaded.Sum(y => y.Holidays), loaded.Sum(y => y.Workdays)));
        Assert.Equal(7, calendars.Current.Years.Count);
        Assert.False(calendars.Current.Works(new DateOnly(2020, 1, 31)));
        Assert.True(calendars.Current.Works(new DateOnly(2026, 2, 14)));
        Assert.All(await Import(app, calendars, SomeCalendar.File()), year => Assert.False(year.Changes));
    }

    [Fact]
    public async Task A_dry_run_stores_nothing()
    {
        await using var app = await CuobianApp.Start();
        var calendars = new Calendars(OpeningHours.Default, app.Clock);
        var loaded = await Import(app, calendars, SomeCalendar.File(), dryRun: true);
        Assert.True(loaded.Single(y => y.Year == 2020).Changes);
        await app.InScope(async scope => { await calendars.Load(scope.GetRequiredService<CuobianDb>(), Ct); return 0; });
        Assert.DoesNotContain(2020, calendars.Current.Years);
    }

    [Fact]
    public async Task A_corrected_year_replaces_the_old_one_and_another_node_notices()
    {
        await using var app = await CuobianApp.Start();
        var (here, there) = (new Calendars(OpeningHours.Default, app.Clock), new Calendars(OpeningHours.Default, app.Clock));
        await Import(app, here, Json("""{"years":{"2031":{"holidays":{"2031-01-01":"元旦","2031-01-02":"元旦"}}}}"""));
        await app.InScope(async scope => { await there.Load(scope.GetRequiredService<CuobianDb>(), Ct); return 0; });
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Import(app, here, Json("""{"years":{"2031":{"holidays":{"2031-01-01":"元旦"},"workdays":{"2031-01-04":"元旦"}}}}"""));
        Assert.False(there.Current.Works(new DateOnly(2031, 1, 2)));
        await app.InScope(async scope => { await there.Refresh(scope.GetRequiredService<CuobianDb>(), Ct); return 0; });
        Assert.All([here, there], node => Assert.True(node.Current.Works(new DateOnly(2031, 1, 2))));
        Assert.All([here, there], node => Assert.True(node.Current.Works(new DateOnly(2031, 1, 4))));
    }

    [Fact]
    public async Task The_years_that_ship_are_right_and_an_imported_correction_survives_the_next_start()
    {
        await using var app = await CuobianApp.Start();
        var calendars = new Calendars(OpeningHours.Default, app.Clock);
        await Seed(app, calendars);
        Assert.Equal([2025, 2026], calendars.Current.Years.Order());
        var real = await SomeCalendar.Real();
        for (var day = new DateOnly(2025, 1, 1); day.Year < 2027; day = day.AddDays(1)) Assert.Equal(real.Works(day), calendars.Current.Works(day));

        await Import(app, calendars, Json("""{"years":{"2026":{"holidays":{"2026-01-01":"元旦"}}}}"""));
        await Seed(app, calendars);
        Assert.False(calendars.Current.Works(new DateOnly(2026, 2, 14)));
    }

    [Fact]
    public void A_year_that_is_needed_soon_and_unknown_is_named()
    {
        var calendars = new Calendars(OpeningHours.Default, TimeProvider.System);
        Assert.Equal([2026], calendars.Missing(SomeCalendar.At("2026-09-30 23:00")));
        Assert.Equal([2026, 2027], calendars.Missing(SomeCalendar.At("2026-10-01 00:00")));
    }

    [Theory]
    [InlineData("not json", "$: bad_json")]
    [InlineData("[]", "years: calendar_no_years")]
    [InlineData("""{"years":[]}""", "years: bad_json, years: calendar_no_years")]
    [InlineData("""{"years":{"next":{}}}""", "years.next: calendar_not_a_year, years: calendar_no_years")]
    [InlineData("""{"years":{"2027":{"holidays":{},"workdays":{},"inLieuDays":{}}}}""", "years.2027: calendar_empty_year")]
    [InlineData("""{"years":{"2027":7}}""", "years.2027: calendar_empty_year")]
    [InlineData("""{"years":{"2027":{"holidays":{"2027-01-01":"元旦","2027-02-30":"春节"}}}}""", "years.2027.holidays.2027-02-30: calendar_not_a_date")]
    [InlineData("""{"years":{"2027":{"holidays":{"2027-01-01":"元旦","2026-01-01":"元旦"}}}}""", "years.2027.holidays.2026-01-01: calendar_other_year")]
    [InlineData("""{"years":{"2027":{"holidays":{"2027-01-02":"元旦"},"workdays":{"2027-01-02":"元旦"}}}}""", "years.2027.workdays.2027-01-02: calendar_both")]
    [InlineData("""{"years":{"2027":{"holidays":{"2027-01-01":"元旦"},"workdays":{"2027-01-04":"元旦"}}}}""", "years.2027.workdays.2027-01-04: calendar_not_weekend")]
    [InlineData("""{"years":{"2027":{"holidays":{"2027-01-01":"元旦"},"inLieuDays":{"2027-01-04":"元旦"}}}}""", "years.2027.inLieuDays.2027-01-04: calendar_not_holiday")]
    [InlineData("""{"years":{"2027":{"holidays":{"2027-01-01":"元旦","2027-01-01":"元旦"}}}}""", "years.2027.holidays.2027-01-01: calendar_twice")]
    [InlineData("""{"years":{"2027":{"holidays":{"2027-01-01":"","x":"y"}}}}""", "years.2027.holidays.2027-01-01: required, years.2027.holidays.x: calendar_not_a_date, years.2027: calendar_empty_year")]
    public async Task Every_fault_of_a_file_is_named(string file, string faults)
    {
        var no = await Assert.ThrowsAsync<Invalid>(() => CalendarFile.Read(Json(file), new Faults(), Ct));
        Assert.Equal(faults, no.Message);
    }

    [Fact]
    public async Task A_stranger_may_not_change_the_calendar()
    {
        await using var app = await CuobianApp.Start();
        await Assert.ThrowsAsync<Denied>(() => app.InScope(scope =>
            new ImportCalendar(scope.GetRequiredService<CuobianDb>(), new Calendars(OpeningHours.Default, app.Clock), Actor.Anonymous, scope.GetRequiredService<IActLedger>()).Run(SomeCalendar.File(), false, Ct)));
    }

    [Fact]
    public async Task The_command_line_says_what_it_loaded_and_what_is_wrong()
    {
        var settings = await TestDatabase.New();
        var file = Path.Combine(settings.Folder, "days.json");
        await File.WriteAllTextAsync(file, """{"years":{"2031":{"holidays":{"2031-01-01":"元旦"}}}}""", Ct);
        Assert.Equal((0, "2031: 1 holidays, 0 make-up days, would be loaded"), await Verb(settings, file, "--dry-run"));
        Assert.Equal((0, "2031: 1 holidays, 0 make-up days, loaded"), await Verb(settings, file));
        Assert.Equal((0, "2031: 1 holidays, 0 make-up days, nothing new"), await Verb(settings, file));
        await File.WriteAllTextAsync(file, """{"years":{"2031":{}}}""", Ct);
        var (code, said) = await Verb(settings, file);
        Assert.Equal(1, code);
        Assert.StartsWith("years.2031: 2031 年没有任何节假日", said, StringComparison.Ordinal);
        Assert.Equal(1, (await Verb(settings, file + ".none")).Code);
        await TestDatabase.Drop(settings);
    }

    private static async Task<(int Code, string Said)> Verb(DatabaseSettings settings, params string[] args)
    {
        var words = new StringWriter();
        var verb = CalendarVerbs.ImportCalendarVerb(_ => Task.FromResult(HostOn(settings)));
        var culture = System.Globalization.CultureInfo.CurrentUICulture;
        System.Globalization.CultureInfo.CurrentUICulture = new("zh-CN");
        var code = await verb.Parse(args).InvokeAsync(new InvocationConfiguration { Output = words, Error = words }, Ct);
        System.Globalization.CultureInfo.CurrentUICulture = culture;
        return (code, words.ToString().Trim());
    }

    private static IHost HostOn(DatabaseSettings settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddKernel().AddData(settings).AddLocalization().AddSingleton<Sentences>().AddHttpContextAccessor().AddScoped<IActLedger, ActLedger>().AddClocks();
        return builder.Build();
    }

    private static Task<IReadOnlyList<ImportCalendar.Loaded>> Import(CuobianApp app, Calendars calendars, Stream file, bool dryRun = false) =>
        app.InScope(scope => new ImportCalendar(scope.GetRequiredService<CuobianDb>(), calendars, Actor.System, scope.GetRequiredService<IActLedger>()).Run(file, dryRun, Ct));

    private static Task<int> Seed(CuobianApp app, Calendars calendars) => app.InScope(async scope =>
    {
        await calendars.Seed(scope.GetRequiredService<CuobianDb>(), Ct);
        await calendars.Load(scope.GetRequiredService<CuobianDb>(), Ct);
        return 0;
    });

    private static MemoryStream Json(string text) => new(Encoding.UTF8.GetBytes(text));
}
