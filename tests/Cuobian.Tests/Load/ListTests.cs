using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Load;

/// <summary>Walking through a list page by page shows each matter once and in order, whatever index answers.</summary>
public sealed class ListTests : IAsyncLifetime
{
    private const int Matters = 40;
    private readonly CancellationToken ct = TestContext.Current.CancellationToken;
    private CuobianApp app = null!;
    private List<Matter> all = [];

    /// <summary>Some wait, some are withdrawn and have no due time any more.</summary>
    public async ValueTask InitializeAsync()
    {
        app = await CuobianApp.Start();
        var ground = new DemoGround();
        await ground.Lay(app, ct);
        var random = new Random(7);
        for (var i = 0; i < Matters; i++)
        {
            var (point, _) = ground.Somewhere(random);
            var told = await app.InScope(scope => scope.GetRequiredService<ReportMatter>().Run(new ReportMatter.Form
            {
                Text = $"第{i}件",
                CategoryCode = i % 2 == 0 ? "0101" : null,
                Point = new(point.Lat, point.Lon, null),
            }, Channel.Api, ct), Actor.Anonymous);
            if (i % 5 == 0) await Withdraw(told.Number);
            app.Clock.Advance(TimeSpan.FromMinutes(random.Next(90)));
        }
        all = await app.InScope(scope => scope.GetRequiredService<CuobianDb>().Matters.AsNoTracking().ToListAsync(ct));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Every_page_follows_the_one_before()
    {
        await MustFollow("", "3599");
        await MustFollow("", "359902001");
        await MustFollow("359902001001", "3599");
        await MustFollow("3599", "359902001001");
    }

    private async Task MustFollow(string area, string granted)
    {
        var expected = all.Where(m => m.Area.StartsWith(area, StringComparison.Ordinal) && m.Area.StartsWith(granted, StringComparison.Ordinal)).ToList();
        Assert.Contains(expected, m => m.NextDueAt is null);
        Assert.Contains(expected, m => m.NextDueAt is not null);

        Assert.Equal(expected.OrderByDescending(m => m.Id).Select(m => m.Number), await Walk(new MatterFilter { Area = area, Size = 3 }, granted));
        Assert.Equal(expected.OrderBy(m => m.NextDueAt ?? DateTimeOffset.MaxValue).ThenBy(m => m.Id).Select(m => m.Number),
            await Walk(new MatterFilter { Area = area, Size = 3, Sort = MatterSort.Due }, granted));
    }

    private async Task<List<string>> Walk(MatterFilter filter, string granted)
    {
        var reader = new Actor(Guid.CreateVersion7(), "", null, [new Grant(MattersPermissions.Read, granted)]);
        var numbers = new List<string>();
        do
        {
            var page = await app.InScope(scope => scope.GetRequiredService<FindMatters>().Run(filter, ct), reader);
            numbers.AddRange(page.Items.Select(m => m.Number));
            filter = filter with { After = page.Next };
        } while (filter.After is not null);
        return numbers;
    }

    private Task<int> Withdraw(string number) => app.InScope(async scope =>
    {
        var db = scope.GetRequiredService<CuobianDb>();
        var matter = await db.Matters.Include(m => m.Clocks).SingleAsync(m => m.Number == number, ct);
        matter.Withdraw(null, scope.GetRequiredService<Clocking>().Act(Actor.Anonymous, Part.Reporter, app.Clock.GetUtcNow()));
        return await db.SaveChangesAsync(ct);
    });
}
