using System.Diagnostics;
using System.Globalization;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.People;
using Cuobian.Places.Contracts;

namespace Cuobian.Bench;

/// <summary>A city with so many matters of the last year, each lived through the product's own aggregate; most are closed, the rest wait at every station.</summary>
internal sealed class City
{
    private const int Batch = 2000;
    private readonly Node node;
    private readonly House house;
    private readonly Arrivals arrivals;
    private readonly List<GridShape> grids;
    private readonly Dictionary<string, List<Guid>> staff;
    private readonly List<DateTimeOffset> times;
    private readonly Actor verifier;

    private City(Node node, House house, int matters)
    {
        (this.node, this.house) = (node, house);
        grids = [.. house.Grids.Where(g => CityGround.IsOurs(g.Code))];
        arrivals = new Arrivals(house.Categories.Count, grids.Count, 7);
        times = Arrivals.Times(house.Now.AddDays(-365), house.Now, matters, new Random(365));
        using var db = node.Db();
        staff = db.Posts.Where(p => p.Role == "department-handler" && p.Unit != null).Select(p => new { p.Unit, p.Account }).AsEnumerable().GroupBy(p => p.Unit!, p => p.Account).ToDictionary(g => g.Key, g => g.ToList());
        verifier = new Actor(db.Accounts.Single(a => a.Login == "verifier").Id, "", null, []);
    }

    public static async Task Live(Node node, int matters)
    {
        await using var house = await House.Open(node);
        await Bulk.WithoutIndexes(node, House.Tables, new City(node, house, matters).Fill);
        await house.CountAnew(node);
    }

    private async Task Fill()
    {
        var (clock, done) = (Stopwatch.StartNew(), 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, times.Count).Chunk(Batch), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (batch, _) =>
        {
            var random = new Random(batch[0]);
            Life? before = null;
            await Bulk.Store(node, [.. batch.SelectMany(serial => (before = Live(serial, random, before)).Rows())]);
            if (Interlocked.Add(ref done, batch.Length) is var now && now % 50_000 < Batch)
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {now:N0} of {times.Count:N0} matters, {clock.Elapsed.TotalSeconds:N0} s, {clock.Elapsed.TotalSeconds * (times.Count - now) / now:N0} s to go"));
        });
    }

    private Life Live(int serial, Random random, Life? before)
    {
        var again = before is not null && random.NextDouble() < Arrivals.SeenBefore;
        var category = again ? before!.Category : house.Categories[arrivals.Kind(random)];
        var grid = again ? before!.Grid : grids[arrivals.Place(random)];
        var life = Life.Begin(house, serial, times[serial], category, grid, Words(random, category, serial), Inside(grid, random), triage: random.Next(100) < 4);
        var unit = life.Matter.LeadUnit ?? "";
        var handler = staff.TryGetValue(unit, out var people) ? people[random.Next(people.Count)] : Guid.CreateVersion7(house.Now);
        // Some never come to an end; most of these are of the last weeks.
        var (stuck, done) = (random.Next(1000), Arrivals.UntilDone(random));
        var course = new Life.Course(
            stuck < 4 ? null : TimeSpan.FromMinutes(random.Next(2, 90)),
            stuck < 8 ? null : done,
            stuck < 11 ? null : TimeSpan.FromMinutes(random.Next(10, 1200)),
            random.Next(100) < 30 ? null : TimeSpan.FromHours(random.Next(1, 100)),
            IsContent: random.Next(100) < 88,
            Fails: random.Next(100) < 6);
        return life.Go(course, new Actor(handler, "", unit.Length > 0 ? unit : null, []), verifier).Wait(house.Now);
    }

    /// <summary>What people write differs in its details: a number of a house, a name of a street.</summary>
    private string Words(Random random, Category category, int serial)
    {
        var told = house.Words[random.Next(house.Words.Count)].Text;
        return $"{(category.Keywords.Count > 0 ? category.Keywords[random.Next(category.Keywords.Count)] : category.Zh)},{Streets[serial % Streets.Length]}{random.Next(1, 400)}号旁。{told}";
    }

    private static readonly string[] Streets = [.. from first in "东西南北中新文武丰泽海江溪山林石鼓榕荔福" from second in new[] { "门街", "湖路", "园巷", "塘里", "桥头" } select $"{first}{second}"];

    private static GeoPoint Inside(GridShape grid, Random random)
    {
        var ring = grid.Rings[0];
        double Middle(Func<GeoPoint, double> of) => (ring.Min(of) + ring.Max(of)) / 2 + (random.NextDouble() - 0.5) * LocateBench.Cell * 0.4;
        return new GeoPoint(Math.Round(Middle(p => p.Lat), 6), Math.Round(Middle(p => p.Lon), 6));
    }
}
