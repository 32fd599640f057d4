using System.Diagnostics;
using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Bench;

/// <summary>Many open clocks of which some ran out while nobody was there: how long until the queue has noted each breach, and until all who must know have been told.</summary>
internal sealed class ClockBench(House house, Node node)
{
    private const int Batch = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private readonly Actor handler = new(Guid.CreateVersion7(house.Now), "李工", null, []);

    public static async Task Run(Node node, Plan plan, Results results)
    {
        await using (var house = await House.Open(node))
        {
            await new ClockBench(house, node).Fill(plan);
            await house.CountAnew(node);
        }
        int open, breached;
        await using (var db = node.Db())
        {
            db.Database.SetCommandTimeout(600);
            open = await db.Set<MatterClock>().CountAsync(c => c.StoppedAt == null);
            breached = await db.Set<MatterClock>().CountAsync(c => c.BreachedAt != null);
        }
        var started = TimeProvider.System.GetUtcNow();
        var clock = Stopwatch.StartNew();
        await node.Serve();
        var ready = clock.Elapsed;
        var noted = await Until(node, clock, db => db.Set<Work>().Where(w => w.Reaction == typeof(ActOnDueClocks).FullName && !w.Dead && w.DueAt <= started));
        var cpuNoted = node.Cpu();
        var told = await Until(node, clock, db => db.Set<Work>().Where(w => !w.Dead && w.DueAt <= TimeProvider.System.GetUtcNow()));
        var cpu = node.Cpu();
        await using (var db = node.Db()) await MustBeNoted(db, plan.Breaches, breached);
        var size = string.Create(CultureInfo.InvariantCulture, $"{plan.Breaches:N0} breaches among {open:N0} open clocks");
        results.Add(new Result(node.Database, $"{size}: noted", Rate(plan.Breaches, noted - ready), Seconds(noted), "", $"from the start of the program, ready after {Seconds(ready)}; {Cpu(cpuNoted, plan)}"));
        results.Add(new Result(node.Database, $"{size}: everybody told", Rate(plan.Breaches, told - ready), Seconds(told), "", Cpu(cpu, plan)));
    }

    /// <summary>Half of the matters wait to be taken on, with two clocks each; half are being worked on, with one.</summary>
    private Task Fill(Plan plan) => Bulk.WithoutIndexes(node, House.Tables, async () =>
    {
        var (matters, done) = (plan.OpenClocks * 2 / 3, 0);
        var batches = Enumerable.Range(0, (matters + Batch - 1) / Batch).Select(b => (First: b * Batch, Count: Math.Min(Batch, matters - b * Batch)));
        await Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (batch, _) =>
        {
            var random = new Random(batch.First);
            await Bulk.Store(node, [.. Enumerable.Range(batch.First, batch.Count).SelectMany(i => (i < plan.Breaches ? Late(i, random) : Open(i, random)).Rows())]);
            if (Interlocked.Add(ref done, batch.Count) is var now && now % 100_000 == 0) Console.Error.WriteLine($"  {now:N0} of {matters:N0} matters");
        });
    });

    /// <summary>The time for the work ran out, and the bell has not rung yet.</summary>
    private Life Late(int serial, Random random)
    {
        var category = house.Categories[random.Next(house.Categories.Count)];
        var back = TimeSpan.FromDays(7);
        while (true)
        {
            var life = Begin(serial, house.Now - back, category, random).Go(new Life.Course(TimeSpan.FromMinutes(20)), handler, handler);
            var end = life.Matter.Clocks.Single(c => c.Kind == ClockKind.Handle).DueAt!.Value;
            if (end <= house.Now) return life.Wait(end.AddTicks(-1));
            back *= 2;
        }
    }

    private Life Open(int serial, Random random)
    {
        var slow = house.Categories[random.Next(house.Categories.Count)];
        var life = Begin(serial, house.Now - TimeSpan.FromSeconds(random.Next(300)), slow, random);
        return serial % 2 == 0 ? life : life.Go(new Life.Course(TimeSpan.Zero), handler, handler);
    }

    private Life Begin(int serial, DateTimeOffset at, Category category, Random random) =>
        Life.Begin(house, serial, at, category, house.Grids[random.Next(house.Grids.Count)], house.Words[random.Next(house.Words.Count)].Text);

    private static async Task<TimeSpan> Until(Node node, Stopwatch clock, Func<CuobianDb, IQueryable<Work>> waiting)
    {
        while (true)
        {
            await using var db = node.Db();
            if (!await waiting(db).AnyAsync()) return clock.Elapsed;
            if (clock.Elapsed > Patience) throw new TimeoutException($"The queue still holds {await waiting(db).CountAsync()} due.\n{node.App.Said}");
            await Task.Delay(500);
        }
    }

    /// <summary>Each breach is on its clock, in the history once, and waits for the level above.</summary>
    private static async Task MustBeNoted(CuobianDb db, int expected, int before)
    {
        db.Database.SetCommandTimeout(600);
        var clocks = await db.Set<MatterClock>().CountAsync(c => c.BreachedAt != null) - before;
        var entries = await db.Set<MatterEntry>().CountAsync(e => e.Command == MatterCommand.Breach) - before;
        var above = await db.Set<Work>().CountAsync(w => w.Reaction == typeof(RaiseBreaches).FullName);
        var dead = await db.Set<Work>().CountAsync(w => w.Dead);
        if (clocks < expected || entries != clocks || above < clocks || dead > 0)
            throw new InvalidOperationException($"{expected} breaches were due: {clocks} are noted, {entries} in the histories, {above} wait for the level above, {dead} messages are dead.");
    }

    private static string Cpu(TimeSpan used, Plan plan) => string.Create(CultureInfo.InvariantCulture, $"{used.TotalMilliseconds / plan.Breaches:0.0} ms CPU a breach, start included");

    private static string Rate(int count, TimeSpan took) => (count / took.TotalSeconds).ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
