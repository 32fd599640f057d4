using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places;
using Cuobian.Places.Borders;
using Cuobian.Places.Contracts;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Cuobian.Tests.Places.Town;

namespace Cuobian.Tests.Places;

/// <summary>Borders are tried before they are changed, drawn anew on free ground, and changed on the day they were planned for.</summary>
public sealed class BorderTests
{
    private const string Middle = "117.601,24.499 117.601,24.503";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trial_cut_tells_what_lies_on_each_side_and_changes_nothing()
    {
        await using var ward = await Ward.Open();
        await ward.App.TakeBuildings($"code,name,lat,lon\n{One}B00001,一号楼,{Lat(1)},{Lon(0.5)}\n{One}B00002,二号楼,{Lat(1)},{Lon(1.5)}\n{One}B00003,三号楼,{Lat(1.5)},{Lon(1.5)}");
        await ward.Report(new { text = "西边的路灯坏了", categoryCode = Ward.Lamp, point = Ward.Point(0.5) });
        await ward.Report(new { text = "东边的路灯坏了", categoryCode = Ward.Lamp, point = Ward.Point(1.5) });
        await ward.Report(new { text = "不知道在哪里的路灯", categoryCode = Ward.Lamp, areaCode = One + "001" });

        var seen = await ward.App.InScope(s => s.GetRequiredService<CutGrid>().Look(One + "001", new CutGrid.Form { Line = Middle }, Ct));
        Assert.Equal([(1, 1), (2, 1)], seen!.Parts.Select(p => (p.Buildings, p.Open)));
        Assert.Equal(1, seen.OpenElsewhere);
        Assert.All(seen.Parts, part => Assert.InRange(part.SquareMetres, 22_000, 23_000));
        Assert.Equal([One + "001", One + "002"], Grids(ward.App));
    }

    [Fact]
    public async Task A_line_that_ends_just_inside_the_border_is_drawn_out()
    {
        await using var app = await Settled();
        var seen = await app.InScope(s => s.GetRequiredService<CutGrid>().Look(One + "001", new CutGrid.Form { Line = $"{Lon(1)},{Lat(0.1)} {Lon(1)},{Lat(1.9)}" }, Ct));
        Assert.Equal(2, seen!.Parts.Count);
        var halfway = app.InScope(s => s.GetRequiredService<CutGrid>().Look(One + "001", new CutGrid.Form { Line = $"{Lon(1)},{Lat(-1)} {Lon(1)},{Lat(1)}" }, Ct));
        Assert.Equal("places.cut_not_across", (await Assert.ThrowsAsync<Refused>(() => halfway)).Code);
    }

    [Fact]
    public async Task A_new_grid_takes_only_ground_that_is_free()
    {
        await using var app = await Settled();
        Task<BorderOutcome?> Drawn(string ring, string code) => app.InScope(s => s.GetRequiredService<DrawGrid>().Run(One, new DrawGrid.Form { Ring = ring, Code = code, Name = "新网格" }, Ct));
        // Overlaps the western grid by half of a step; that half is left out.
        var done = await Drawn($"{Lon(0)},{Lat(1.5)} {Lon(2)},{Lat(1.5)} {Lon(2)},{Lat(3)} {Lon(0)},{Lat(3)}", One + "003");
        Assert.Equal([One + "003"], done!.Grids);
        var places = app.Services.GetRequiredService<IPlaces>();
        Assert.Equal(One + "001", places.Locate(new GeoPoint(Lat(1.8), Lon(1)))!.Grid.Code);
        Assert.Equal(One + "003", places.Locate(new GeoPoint(Lat(2.5), Lon(1)))!.Grid.Code);

        Assert.Equal("places.drawn_taken", (await Assert.ThrowsAsync<Refused>(() => Drawn($"{Lon(0.1)},{Lat(0.1)} {Lon(1)},{Lat(0.1)} {Lon(1)},{Lat(1)}", One + "004"))).Code);
        Assert.Equal("places.drawn_apart", (await Assert.ThrowsAsync<Refused>(() => Drawn($"{Lon(-1)},{Lat(0.5)} {Lon(5)},{Lat(0.5)} {Lon(5)},{Lat(1)} {Lon(-1)},{Lat(1)}", One + "004"))).Code);
        Assert.Equal("places.self_crossing", await Fault(Drawn($"{Lon(6)},{Lat(0)} {Lon(8)},{Lat(2)} {Lon(8)},{Lat(0)} {Lon(6)},{Lat(2)}", One + "004")));
        Assert.Equal("places.ring_few", await Fault(Drawn($"{Lon(6)},{Lat(0)} {Lon(8)},{Lat(2)}", One + "004")));
        var free = $"{Lon(6)},{Lat(0)} {Lon(8)},{Lat(0)} {Lon(8)},{Lat(2)}";
        Assert.Equal("places.grid_used", await Fault(Drawn(free, One + "001")));
        Assert.Equal("places.other_community", await Fault(Drawn(free, Two + "001")));
        Assert.Null(await app.InScope(s => s.GetRequiredService<DrawGrid>().Run("359902001009", new DrawGrid.Form { Ring = free, Code = "359902001009001", Name = "无" }, Ct)));
    }

    [Fact]
    public async Task A_planned_change_waits_for_its_day_and_is_then_made_once()
    {
        await using var app = await Settled();
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date);
        Task<BorderOutcome?> Planned(DateOnly day, string first) => app.InScope(s => s.GetRequiredService<CutGrid>().Run(One + "001",
            new CutGrid.Form { Line = Middle, FirstCode = One + first, FirstName = "西半", SecondCode = One + "004", SecondName = "东半", ValidFrom = day }, Ct));
        Assert.Equal("places.valid_from_past", await Fault(Planned(today.AddDays(-1), "003")));
        Assert.Equal("places.valid_from_far", await Fault(Planned(today.AddDays(800), "003")));
        Assert.Equal("places.grid_used", await Fault(Planned(today.AddDays(3), "002")));
        Assert.True((await Planned(today.AddDays(3), "003"))!.Planned);
        await app.DeliverDue();
        Assert.Equal([One + "001", One + "002"], Grids(app));

        app.Clock.Advance(TimeSpan.FromDays(3));
        await app.DeliverDue();
        Assert.Equal([One + "002", One + "003", One + "004"], Grids(app));
        var plan = await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<PlannedChange>().SingleAsync(Ct));
        Assert.NotNull(plan.SettledAt);
        Assert.Null(plan.Refusal);
        await app.InScope(async s => { await s.GetRequiredService<CarryOutPlans>().React(new ChangeDue(plan.Id), Ct); return true; });
        Assert.Equal([One + "002", One + "003", One + "004"], Grids(app));
    }

    [Fact]
    public async Task A_planned_change_that_the_ground_no_longer_allows_says_so_and_a_withdrawn_one_never_comes()
    {
        await using var app = await Settled();
        var day = DateOnly.FromDateTime(app.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date).AddDays(2);
        await app.InScope(s => s.GetRequiredService<MergeGrids>().Run(new MergeGrids.Form { Codes = [One + "001", One + "002"], Code = One + "005", Name = "合一", ValidFrom = day }, Ct));
        await app.InScope(s => s.GetRequiredService<DrawGrid>().Run(One, new DrawGrid.Form { Ring = $"{Lon(6)},{Lat(0)} {Lon(8)},{Lat(0)} {Lon(8)},{Lat(2)}", Code = One + "006", Name = "新", ValidFrom = day }, Ct));
        var plans = await app.InScope(s => s.GetRequiredService<PlanBorders>().In(One, Ct));
        Assert.Equal([ChangeKind.Merge, ChangeKind.Draw], plans.Select(p => p.Kind));
        Assert.NotNull(await app.InScope(s => s.GetRequiredService<PlanBorders>().Withdraw(plans[1].Id, Ct)));
        await app.InScope(s => s.GetRequiredService<CutGrid>().Run(One + "001", new CutGrid.Form { Line = Middle, FirstCode = One + "003", FirstName = "西半", SecondCode = One + "004", SecondName = "东半" }, Ct));

        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.DeliverDue();
        Assert.Equal([One + "002", One + "003", One + "004"], Grids(app));
        Assert.Equal("places.grid_unknown", Assert.Single(await app.InScope(s => s.GetRequiredService<PlanBorders>().In(One, Ct))).Refusal);
    }

    private static IEnumerable<string> Grids(CuobianApp app) => app.Services.GetRequiredService<IPlaces>().Below(One).Select(a => a.Code);

    private static async Task<string> Fault<T>(Task<T> work) => (await Assert.ThrowsAsync<Invalid>(() => work)).Faults[0].Code;
}
