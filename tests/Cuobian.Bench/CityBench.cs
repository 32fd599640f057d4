using System.Diagnostics;
using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Bench;

/// <summary>Builds a city, checks a sample of it through the product's doors, and compares its reads with those of a small city at the same rate.</summary>
internal static class CityBench
{
    public const int SmallCity = 10_000;
    private const int Sample = 200;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(40), LongEnough = TimeSpan.FromSeconds(20);
    private const int Pairs = 300;

    /// <summary>A city in which nothing has happened yet.</summary>
    public static async Task<Node> Lay(string database, string? server, Results results)
    {
        var node = await Node.Open(database, server);
        await Step(node, $"areas and {CityGround.Grids:N0} grids, by the product's import", () => CityGround.Draw(node), results);
        await Step(node, "offices, by the product's use case", () => CityGround.OpenOffices(node), results);
        await Step(node, $"{CityGround.Staff:N0} people with posts", () => CityGround.Hire(node), results);
        await OpenDoors(node);
        return node;
    }

    /// <summary>Fills it with the matters of a year, and serves it.</summary>
    public static async Task Fill(Node node, int matters, Results results)
    {
        await Step(node, $"{matters:N0} matters with their histories", () => City.Live(node, matters), results);
        await node.Serve();
        await Check(node, matters, results);
    }

    private static async Task Step(Node node, string what, Func<Task> work, Results results)
    {
        var clock = Stopwatch.StartNew();
        await work();
        results.Add(new Result(node.Database, what, "", clock.Elapsed.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture), "", ""));
    }

    /// <summary>The same questions to both cities in turn, so that whatever else the machine does meets both.</summary>
    public static async Task Compare(Node small, Node large, int matters, Results results)
    {
        using CityReads few = await CityReads.Begin(small), many = await CityReads.Begin(large);
        foreach (var ((what, ofFew), (_, ofMany)) in few.All.Zip(many.All))
        {
            for (var i = 0; i < 10; i++) await Task.WhenAll(ofFew(), ofMany());
            var clock = Stopwatch.StartNew();
            var (quick, slow) = (new List<double>(), new List<double>());
            for (var i = 0; i < Pairs && clock.Elapsed < LongEnough; i++)
            {
                var next = Task.Delay(Pace);
                quick.Add(await Timed(ofFew));
                slow.Add(await Timed(ofMany));
                await next;
            }
            var ((p50, p99), (P50, P99)) = (Of(quick), Of(slow));
            results.Add(new Result(large.Database, what, "", $"{Ms(p50)} → {Ms(P50)}", $"{Ms(p99)} → {Ms(P99)}",
                string.Create(CultureInfo.InvariantCulture, $"{quick.Count} times at {SmallCity:N0} → {matters:N0} matters: p50 × {P50 / p50:0.00}, p99 × {P99 / p99:0.00}")));
        }
    }

    /// <summary>A dispatcher of one street and a handler sign in with the demonstration's password.</summary>
    private static async Task OpenDoors(Node node)
    {
        await using var house = await House.Open(node);
        await using var scope = house.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
        var create = scope.ServiceProvider.GetRequiredService<CreateAccount>();
        await create.Run(new CreateAccount.Form("city-handler", "处置员", Demo.DemoStaff.Password, "department-handler", CityGround.OneCounty, $"{CityGround.OneCounty}000000-CG"), default);
        await create.Run(new CreateAccount.Form("city-street", "街道派遣员", Demo.DemoStaff.Password, "street-dispatcher", CityGround.OneTownship, null), default);
    }

    /// <summary>Of matters taken at random: the last line says the present state, the minutes of each clock agree with the calendar, and its reporter, staff and search find it.</summary>
    private static async Task Check(Node node, int matters, Results results)
    {
        await using var house = await House.Open(node);
        using var centre = await CityVisitor.SignIn(node, "centre");
        using var stranger = CityVisitor.Stranger(node);
        var random = new Random(1);
        for (var i = 0; i < Sample; i++)
        {
            var number = Numbers.Format(House.Month, random.Next(matters));
            await using var db = node.Db();
            // Asked for before the clocks are read: a timer that has rung meanwhile has marked its clock.
            var id = (await db.Matters.Where(m => m.Number == number).Select(m => m.Id).SingleAsync()).ToString();
            var isTimed = await db.Set<Work>().AnyAsync(w => w.Event.Contains(id));
            var matter = await db.Matters.AsNoTracking().Include(m => m.Clocks).Include(m => m.Entries).SingleAsync(m => m.Number == number);
            var story = matter.Entries.OrderBy(e => e.Seq).ToList();
            Must(number, "its last line says its state", story[^1].To == matter.State && story.Count == matter.EntryCount);
            Must(number, "each line goes on from the one before", story.Zip(story.Skip(1)).All(pair => pair.Second.From == pair.First.To && pair.Second.Seq == pair.First.Seq + 1));
            var clockwork = house.Clocking.For(matter);
            Must(number, "minutes agree", matter.Clocks.All(c => c.StoppedAt is not { } end || c.UsedMinutes == clockwork.Minutes(c.Pace, c.StartedAt, end)));
            Must(number, "the next due time is that of its clocks", matter.NextDueAt == matter.Clocks.Where(c => c is { Runs: true } && c.Kind is not (ClockKind.Feedback or ClockKind.Panel)).Min(c => c.DueAt));
            Must(number, "an open clock has a timer", isTimed || matter.Clocks.All(c => !c.Runs || c.DueAt is null || c.BreachedAt is not null));
            using var followed = await stranger.Ask($"/api/v1/matters/{number}?code={Life.CodeOf(number)}");
            Must(number, "its reporter reads its state", followed.RootElement.GetProperty("state").GetString()!.Equals(matter.State.ToString(), StringComparison.OrdinalIgnoreCase));
            using var found = await centre.Ask($"/api/v1/matters?text={Uri.EscapeDataString(matter.Text[(matter.Text.IndexOf(',', StringComparison.Ordinal) + 1)..matter.Text.IndexOf('号', StringComparison.Ordinal)])}&area={matter.Area}");
            Must(number, "search finds it", found.RootElement.GetProperty("items").EnumerateArray().Any(m => m.GetProperty("number").GetString() == number));
        }
        results.Add(new Result(node.Database, $"{Sample} of {matters:N0} matters checked through the product's doors", "", "", "", "all sound"));
    }

    private static void Must(string number, string be, bool so)
    {
        if (!so) throw new InvalidOperationException($"Matter {number}: not so: {be}.");
    }

    private static async Task<double> Timed(Func<Task> ask)
    {
        var begun = Stopwatch.GetTimestamp();
        await ask();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static (double P50, double P99) Of(List<double> times)
    {
        times.Sort();
        return (times[times.Count / 2], times[(int)(times.Count * 0.99)]);
    }

    private static string Ms(double milliseconds) => milliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
