using System.Text.Json;
using Cuobian.Data;
using Cuobian.Demo;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Jobs;
using Cuobian.People;
using Cuobian.Places;
using Cuobian.Places.Contracts;
using Cuobian.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Bench;

/// <summary>Fills a database with matters of sixty days: the product's own aggregate walks its own table, only the doors are left out.</summary>
internal sealed class ManyMatters(IServiceProvider services, DateTimeOffset now)
{
    private const int Batch = 1000;
    private readonly Random random = new(100_000);
    private readonly Clocking clocking = services.GetRequiredService<Clocking>();
    private readonly Router router = services.GetRequiredService<Router>();
    private readonly Actor handler = new(Guid.CreateVersion7(now), "李工", null, []);
    private readonly Actor verifier = new(Guid.CreateVersion7(now), "郑静", null, []);
    private readonly List<Category> categories = [.. services.GetRequiredService<Categories>().All.Where(c => !c.IsClass).OrderBy(c => c.Code, StringComparer.Ordinal)];
    private readonly List<GridShape> grids = [.. services.GetRequiredService<IPlaces>().Shapes("")];
    private readonly List<DemoReport> words = [.. DemoTown.Reports()];

    public static async Task Load(Node node, int count)
    {
        IModule[] modules = [new PlacesModule(), new PeopleModule(), new MattersModule()];
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddSingleton<IReadOnlyList<IModule>>(modules);
        builder.Services.AddKernel();
        builder.Services.AddData(node.Settings);
        foreach (var module in modules) module.Services(builder.Services);
        await using var app = builder.Build();
        await app.Services.Prepare(modules);
        var many = new ManyMatters(app.Services, TimeProvider.System.GetUtcNow());
        for (var done = 0; done < count; done += Batch)
        {
            await many.Store(node, count, done);
            if (done % 20_000 == 0) Console.Error.WriteLine($"  {done + Batch:N0} of {count:N0} matters");
        }
        // The server does this by itself after a while.
        await using var db = node.Db();
        if (node.Settings.IsPostgres) await db.Database.ExecuteSqlRawAsync("analyze");
    }

    private async Task Store(Node node, int count, int done)
    {
        await using var db = node.Db();
        await using var transaction = await db.Database.BeginTransactionAsync();
        for (var i = done; i < done + Batch; i++)
        {
            // A month of its own, so that nothing meets the numbers that the running product hands out.
            var matter = Live(Numbers.Format("2511", i), now - TimeSpan.FromDays(60.0 * (count - i) / count));
            db.Add(matter);
            db.Add(new MatterReporter { MatterId = matter.Id, CodeHash = Codes.Hash(matter.Number, Codes.New()) });
            foreach (var clock in matter.Clocks.Where(c => Rings(c) && c.DueAt > now))
                db.Add(new Work
                {
                    Id = Guid.CreateVersion7(now),
                    Reaction = typeof(ActOnDueClocks).FullName!,
                    DueAt = clock.DueAt!.Value,
                    Event = JsonSerializer.Serialize(new ClockDue(matter.Id, clock.Id, clock.Kind)),
                });
        }
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    /// <summary>Most matters are closed; of the rest some wait at every station.</summary>
    private Matter Live(string number, DateTimeOffset at)
    {
        var category = categories[random.Next(categories.Count)];
        var grid = grids[random.Next(grids.Count)];
        var route = router.Find(category, grid.Code);
        var place = new Place(grid.Code, grid.Code, grid.Rings[0][0], null);
        var matter = Matter.Register(new Report(number, words[random.Next(words.Count)].Text, Channel.Api, place, category, Visibility.Public), Act(Part.Reporter, Actor.Anonymous, at));
        if (route is null || random.Next(100) < 4)
        {
            matter.SendToTriage("twin", category, Act(Part.System, Actor.System, at));
            return matter;
        }
        matter.Route(route.Unit.Code, route.Because, category, Act(Part.System, Actor.System, at));
        var station = random.Next(100);
        Action[] steps =
        [
            () => matter.Accept(Act(Part.Staff, handler, at += TimeSpan.FromMinutes(20))),
            () => matter.Submit(Outcome.Solved, category, Act(Part.Staff, handler, at += TimeSpan.FromHours(random.Next(1, 60))) with { Words = "已经修好。" }),
            () => matter.Pass(Act(Part.Staff, verifier, at += TimeSpan.FromHours(3))),
            () => matter.Rate(new Rating(true, true, true), category, Act(Part.Reporter, Actor.Anonymous, at += TimeSpan.FromHours(5))),
        ];
        foreach (var step in steps.Take(station < 5 ? 0 : station < 12 ? 1 : station < 16 ? 2 : station < 18 ? 3 : 4)) step();
        Ring(matter);
        return matter;
    }

    /// <summary>What timers would have done by now.</summary>
    private void Ring(Matter matter)
    {
        foreach (var clock in matter.Clocks.Where(c => Rings(c) && c.DueAt <= now).OrderBy(c => c.DueAt).ToList())
        {
            var act = Act(Part.System, Actor.System, clock.DueAt!.Value);
            if (clock.Kind == ClockKind.Accept) matter.AcceptTimeout(act);
            else if (clock.Kind == ClockKind.Handle) matter.Breach(act);
            else matter.Lapse(act);
        }
    }

    private static bool Rings(MatterClock clock) =>
        clock is { Runs: true, PausedAt: null, Kind: ClockKind.Accept or ClockKind.Handle or ClockKind.Feedback, DueAt: not null };

    private Act Act(Part part, Actor by, DateTimeOffset at) => clocking.Act(by, part, at);
}
