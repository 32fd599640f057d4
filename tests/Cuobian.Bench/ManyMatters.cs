using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Bench;

/// <summary>Fills a database with matters of sixty days; most are closed, of the rest some wait at every station.</summary>
internal sealed class ManyMatters(House house)
{
    private const int Batch = 1000;
    private readonly Random random = new(100_000);
    private readonly Actor handler = new(Guid.CreateVersion7(house.Now), "李工", null, []);
    private readonly Actor verifier = new(Guid.CreateVersion7(house.Now), "郑静", null, []);

    public static async Task Load(Node node, int count)
    {
        await using var house = await House.Open(node);
        var many = new ManyMatters(house);
        for (var done = 0; done < count; done += Batch)
        {
            var from = done;
            await Bulk.Store(node, [.. Enumerable.Range(from, Batch).SelectMany(i => many.Live(i, count).Rows())]);
            if (done % 20_000 == 0) Console.Error.WriteLine($"  {done + Batch:N0} of {count:N0} matters");
        }
        await house.CountAnew(node);
        // The server does this by itself after a while.
        await using var db = node.Db();
        if (node.Settings.IsPostgres) await db.Database.ExecuteSqlRawAsync("analyze");
    }

    private Life Live(int serial, int count)
    {
        var at = house.Now - TimeSpan.FromDays(60.0 * (count - serial) / count);
        var category = house.Categories[random.Next(house.Categories.Count)];
        var grid = house.Grids[random.Next(house.Grids.Count)];
        var text = house.Words[random.Next(house.Words.Count)].Text;
        var life = Life.Begin(house, serial, at, category, grid, text, triage: random.Next(100) < 4);
        var station = random.Next(100);
        return life.Go(new Life.Course(
            station < 5 ? null : TimeSpan.FromMinutes(20),
            station < 12 ? null : TimeSpan.FromHours(random.Next(1, 60)),
            station < 16 ? null : TimeSpan.FromHours(3),
            station < 18 ? null : TimeSpan.FromHours(5)), handler, verifier).Wait(house.Now);
    }
}
