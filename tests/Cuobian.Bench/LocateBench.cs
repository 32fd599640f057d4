using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cuobian.Kernel;
using Cuobian.Places;
using NetTopologySuite.Geometries;

namespace Cuobian.Bench;

/// <summary>Which grid is it? Over as many grids as a city of some millions has, each with a wandering border.</summary>
internal static class LocateBench
{
    private const int Communities = 40, Across = 34, Along = 25;
    public const int Polygons = Communities * Across * Along;
    internal const double West = 117.5, South = 24.0, Cell = 0.003;
    private const int Corners = 3;

    public static void InProcess(Plan plan, Results results)
    {
        Console.Error.WriteLine("── point to grid, in process");
        var clock = Stopwatch.StartNew();
        var index = new GridIndex(Cells().Select(c => new GridCell(c.Code, c.Name, c.Border)));
        results.Add(new Result("memory", $"building the index of {index.Count:N0} polygons", "", clock.Elapsed.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture), "", ""));
        foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            Measure(index, threads, TimeSpan.FromSeconds(1));
            var rates = Enumerable.Range(0, Math.Max(3, plan.Rounds)).Select(_ => Measure(index, threads, plan.Round)).Order().ToList();
            results.Add(new Result("memory", $"locate over {index.Count:N0} polygons, {threads} threads", $"{rates[rates.Count / 2]:N0} ({rates[0]:N0}–{rates[^1]:N0})", "", "", ""));
        }
    }

    public static async Task OverHttp(Node node, Plan plan, Results results)
    {
        var areas = new StringBuilder("code,name,level,parent\n35,示范省,province,\n3599,示范市,city,35\n359977,海城区,county,3599\n359977001,海城街道,township,359977\n");
        for (var i = 0; i < Communities; i++) areas.Append(CultureInfo.InvariantCulture, $"{Community(i)},第{i + 1}社区,village,359977001\n");
        var areaFile = Path.Combine(node.App.Folder, "areas.csv");
        var gridFile = Path.Combine(node.App.Folder, "grids.geojson");
        await File.WriteAllTextAsync(areaFile, areas.ToString());
        await File.WriteAllBytesAsync(gridFile, JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = "FeatureCollection",
            features = Cells().Select(c => new
            {
                type = "Feature",
                properties = new { code = c.Code, name = c.Name },
                geometry = new { type = "Polygon", coordinates = new[] { c.Border.Coordinates.Select(p => new[] { p.X, p.Y }) } },
            }),
        }));
        var clock = Stopwatch.StartNew();
        await node.App.Verb("import", "areas", areaFile, "--keep-missing");
        await node.App.Verb("import", "grids", gridFile);
        results.Add(new Result(node.Database, $"import and topology check of {Polygons:N0} grids", "", clock.Elapsed.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture), "", ""));
        await node.Serve();
        await Load.Round(8, plan.WarmUp, _ => Ask(node));
        results.Add(node.Database, $"locate over HTTP, {Polygons:N0} polygons, 8 clients", await Load.Rounds(plan, 8, _ => Ask(node), node.Cpu));
    }

    private static async Task Ask(Node node)
    {
        var (lat, lon) = Somewhere(Random.Shared);
        using var answer = await node.Client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/places/locate?lat={lat}&lon={lon}"));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static double Measure(GridIndex index, int threads, TimeSpan howLong)
    {
        var clock = Stopwatch.StartNew();
        long all = 0;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, seed =>
        {
            var random = new Random(seed);
            var mine = 0;
            while (clock.Elapsed < howLong)
                for (var i = 0; i < 500; i++, mine++)
                    if (index.Locate(Somewhere(random)) is null) throw new InvalidOperationException("A point in town lies in no grid.");
            Interlocked.Add(ref all, mine);
        });
        return all / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Away from the coast, so that there is always a grid.</summary>
    private static GeoPoint Somewhere(Random random) => new(
        South + Cell * (1 + random.NextDouble() * (Along - 2)), West + Cell * (1 + random.NextDouble() * (Communities * Across - 2)));

    private static string Community(int at) => $"359977001{at + 1:D3}";

    private static IEnumerable<(string Code, string Name, Polygon Border)> Cells()
    {
        var factory = new GeometryFactory();
        for (var community = 0; community < Communities; community++)
            for (var cell = 0; cell < Across * Along; cell++)
            {
                int x = community * Across + cell % Across, y = cell / Across;
                yield return ($"{Community(community)}{cell + 1:D3}", $"第{cell + 1}网格", factory.CreatePolygon(Around(x, y)));
            }
    }

    /// <summary>Each side bends a few times; the neighbour bends the same way, because a place decides its own offset.</summary>
    internal static Coordinate[] Around(int x, int y)
    {
        var steps = Corners + 1;
        var ring = new List<Coordinate>();
        for (var i = 0; i < steps; i++) ring.Add(Bent(x * steps + i, y * steps));
        for (var i = 0; i < steps; i++) ring.Add(Bent((x + 1) * steps, y * steps + i));
        for (var i = steps; i > 0; i--) ring.Add(Bent(x * steps + i, (y + 1) * steps));
        for (var i = steps; i > 0; i--) ring.Add(Bent(x * steps, y * steps + i));
        ring.Add(ring[0]);
        return [.. ring];
    }

    private static Coordinate Bent(int x, int y)
    {
        var step = Cell / (Corners + 1);
        return new Coordinate(
            Math.Round(West + step * (x + 0.3 * Math.Sin(x * 12.9898 + y * 78.233)), 7), Math.Round(South + step * (y + 0.3 * Math.Sin(x * 39.425 + y * 11.135)), 7));
    }
}
