using Cuobian.Field;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;

namespace Cuobian.Demo;

/// <summary>Patrol routes of the demo community, and two weeks of walks along some of them.</summary>
internal sealed class DemoPatrols(IServiceScopeFactory scopes, DemoStaff staff, int seed)
{
    private const string Community = "359902001001";
    private const int Grids = 12, Days = 13;
    private static readonly string[] Stops = ["南门岗亭", "菜场后巷", "配电房", "老年活动中心", "河边步道", "停车棚", "小学门口", "消防通道", "公交站", "沿街店铺"];
    private static readonly string[] Told = ["平安无事。", "清走一处杂物。", "提醒两家店铺不要占道。", "路面有积水，已上报。"];
    private readonly Random random = new(seed);

    public async Task Build(DateTimeOffset today, CancellationToken ct)
    {
        var grids = (await In("community", s => Task.FromResult(s.GetRequiredService<IPlaces>().Shapes(Community)))).Take(Grids).ToList();
        foreach (var (at, grid) in grids.Index())
        {
            var points = Points(grid);
            var route = await In("community", s => s.GetRequiredService<PlanRoute>().Run(new PlanRoute.Form { Grid = grid.Code, Name = $"{grid.Name}早巡", Points = points }, ct));
            // The last grids are left for whoever looks at the figures to find.
            for (var day = Days; at < Grids - 3 && day > 0; day -= random.Next(1, 4)) await Walk(route, points, Morning(today.AddDays(-day)), ct);
        }
    }

    private List<PlanRoute.Point> Points(GridShape grid)
    {
        var ring = grid.Rings[0];
        var (lat, lon) = (ring.SkipLast(1).Average(p => p.Lat), ring.SkipLast(1).Average(p => p.Lon));
        var first = random.Next(Stops.Length);
        return [.. Enumerable.Range(0, random.Next(4, 7)).Select(n =>
            new PlanRoute.Point(Stops[(first + n) % Stops.Length], Math.Round(lat + (ring[n % (ring.Count - 1)].Lat - lat) * 0.6, 6), Math.Round(lon + (ring[n % (ring.Count - 1)].Lon - lon) * 0.6, 6)))];
    }

    private Task<bool> Walk(Guid route, List<PlanRoute.Point> points, DateTimeOffset at, CancellationToken ct) => In("grid", async services =>
    {
        var walk = services.GetRequiredService<WalkRoute>();
        var id = (await walk.Start(new WalkRoute.StartForm { RouteId = route, At = at }, ct))!.Value;
        foreach (var (seq, point) in points.Index())
            if (random.NextDouble() < 0.85)
                await walk.CheckIn(id, new WalkRoute.CheckInForm { Point = seq + 1, At = at.AddMinutes(6 * seq + 4), Lat = point.Lat + 0.0002 * random.NextDouble(), Lon = point.Lon }, ct);
        return await walk.Finish(id, new WalkRoute.FinishForm { At = at.AddMinutes(40), Words = Told[random.Next(Told.Length)] }, ct);
    });

    /// <summary>Between eight and ten, Beijing time.</summary>
    private DateTimeOffset Morning(DateTimeOffset day) =>
        new DateTimeOffset(day.ToOffset(TimeSpan.FromHours(8)).Date, TimeSpan.FromHours(8)).AddMinutes(random.Next(480, 600)).ToUniversalTime();

    private async Task<T> In<T>(string login, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = staff.Of(login);
        return await work(scope.ServiceProvider);
    }
}
