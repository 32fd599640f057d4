using System.Text.Json;
using Cuobian.Demo;
using Cuobian.Kernel;
using Cuobian.Places;
using Cuobian.Tests.People;
using Cuobian.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Load;

/// <summary>The grids of the demo town as plain rings, and an answer to "which grid?" that shares no code with the product.</summary>
internal sealed class DemoGround
{
    private readonly List<(string Code, (double Lon, double Lat)[] Ring)> grids = [];
    private readonly TownMap map = new(3599);

    public DemoGround()
    {
        using var json = JsonDocument.Parse(map.Grids());
        foreach (var feature in json.RootElement.GetProperty("features").EnumerateArray())
            grids.Add((feature.GetProperty("properties").GetProperty("code").GetString()!,
                [.. feature.GetProperty("geometry").GetProperty("coordinates")[0].EnumerateArray().Select(p => (p[0].GetDouble(), p[1].GetDouble()))]));
    }

    /// <summary>Loads areas, grids and units, and nobody.</summary>
    public async Task Lay(CuobianApp app, CancellationToken ct)
    {
        await app.InScope(scope => scope.GetRequiredService<ImportAreas>().Run(Seed("areas.csv"), new(), ct));
        await app.InScope(scope => scope.GetRequiredService<ImportOutlines>().Run(new MemoryStream(map.Outlines()), new(), ct));
        await app.InScope(scope => scope.GetRequiredService<ImportGrids>().Run(new MemoryStream(map.Grids()), new(), null, ct));
        await app.AddDemoUnits();
    }

    /// <summary>A point somewhere in town, and the one grid whose ring runs around it.</summary>
    public (GeoPoint Point, string Grid) Somewhere(Random random)
    {
        while (true)
        {
            var ring = grids[random.Next(grids.Count)].Ring;
            double lon = Between(random, ring.Select(p => p.Lon)), lat = Between(random, ring.Select(p => p.Lat));
            var around = grids.Where(g => IsInside(g.Ring, lon, lat)).Select(g => g.Code).ToList();
            if (around is [var grid]) return (new GeoPoint(lat, lon), grid);
        }
    }

    private static double Between(Random random, IEnumerable<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        return low + random.NextDouble() * (high - low);
    }

    /// <summary>A ray to the east crosses the ring an odd number of times.</summary>
    private static bool IsInside((double Lon, double Lat)[] ring, double lon, double lat)
    {
        var inside = false;
        foreach (var (from, to) in ring.Zip(ring.Skip(1)))
            if (from.Lat > lat != to.Lat > lat && lon < from.Lon + (lat - from.Lat) / (to.Lat - from.Lat) * (to.Lon - from.Lon)) inside = !inside;
        return inside;
    }

    private static Stream Seed(string file) => typeof(DemoTown).Assembly.GetManifestResourceStream($"Cuobian.Demo.Seed.{file}")!;
}
