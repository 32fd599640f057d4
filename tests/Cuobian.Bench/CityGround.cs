using System.Globalization;
using System.Text;
using System.Text.Json;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.People;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Bench;

/// <summary>The ground of a city of some millions beside the demo town: ten counties, 34,000 grids, the offices of each, and 80,000 people who work there.</summary>
internal static class CityGround
{
    public const int Grids = Counties * Townships * Communities * GridsEach, Staff = 80_000;
    private const int Counties = 10, Townships = 20, Communities = 17, GridsEach = 10;

    /// <summary>Codes of a county, a township and a community of it, for those who ask about them.</summary>
    public static readonly string OneCounty = County(0), OneTownship = Township(0, 0), OneCommunity = Community(0, 0, 0);

    /// <summary>Through the product's own imports, topology check and all.</summary>
    public static async Task Draw(Node node)
    {
        var areas = new StringBuilder("code,name,level,parent\n35,示范省,province,\n3599,示范市,city,35\n");
        var grids = new List<object>(Grids);
        for (var c = 0; c < Counties; c++)
        {
            areas.Append(CultureInfo.InvariantCulture, $"{County(c)},第{c + 1}区,county,3599\n");
            for (var t = 0; t < Townships; t++)
            {
                areas.Append(CultureInfo.InvariantCulture, $"{Township(c, t)},第{c + 1}区{t + 1}街道,township,{County(c)}\n");
                for (var v = 0; v < Communities; v++)
                {
                    areas.Append(CultureInfo.InvariantCulture, $"{Community(c, t, v)},第{t + 1}街道{v + 1}社区,village,{Township(c, t)}\n");
                    for (var g = 0; g < GridsEach; g++)
                        grids.Add(new
                        {
                            type = "Feature",
                            properties = new { code = $"{Community(c, t, v)}{g + 1:D3}", name = $"第{g + 1}网格" },
                            geometry = new { type = "Polygon", coordinates = new[] { LocateBench.Around(t * GridsEach + g, c * Communities + v).Select(p => new[] { p.X, p.Y }) } },
                        });
                }
            }
        }
        string areaFile = Path.Combine(node.App.Folder, "areas.csv"), gridFile = Path.Combine(node.App.Folder, "grids.geojson");
        await File.WriteAllTextAsync(areaFile, areas.ToString());
        await File.WriteAllBytesAsync(gridFile, JsonSerializer.SerializeToUtf8Bytes(new { type = "FeatureCollection", features = grids }));
        await node.App.Verb("import", "areas", areaFile, "--keep-missing");
        await node.App.Verb("import", "grids", gridFile);
    }

    /// <summary>The offices of the demo town's first county, street and community again in each of the city's.</summary>
    public static async Task OpenOffices(Node node)
    {
        await using var house = await House.Open(node);
        await using var scope = house.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
        var model = SeedData.DemoUnits();
        var units = new List<AddUnits.NewUnit>();
        for (var c = 0; c < Counties; c++)
        {
            units.AddRange(Again("359902", County(c)));
            for (var t = 0; t < Townships; t++)
            {
                units.AddRange(Again("359902001", Township(c, t), ("359902000", $"{County(c)}000")));
                for (var v = 0; v < Communities; v++)
                    units.AddRange(Again("359902001001", Community(c, t, v), ("359902001000", $"{Township(c, t)}000"), ("359902000", $"{County(c)}000")));
            }
        }
        await scope.ServiceProvider.GetRequiredService<AddUnits>().Run(new AddUnits.Form(units, new DateOnly(2020, 1, 1)), default);

        IEnumerable<AddUnits.NewUnit> Again(string area, string instead, params (string Was, string Is)[] above) => model.Where(u => u.Area == area)
            .Select(u => u with { Code = instead + u.Code[area.Length..], Area = instead, Parent = Moved(u.Parent, [(area, instead), .. above]) });
    }

    /// <summary>Two people walk each grid; the rest handle for the offices in turn. The rows are those that the product would store.</summary>
    public static async Task Hire(Node node)
    {
        await using var house = await House.Open(node);
        var (sealer, since) = (house.Services.GetRequiredService<Sealer>(), house.Now.AddDays(-400));
        var password = house.Services.GetRequiredService<Passwords>().Hash(Passwords.New());
        var grids = house.Grids.Select(g => g.Code).Where(IsOurs).ToList();
        await using var db = node.Db();
        var offices = db.Units.Where(u => u.Area.Length < 12).OrderBy(u => u.Code).Select(u => u.Code).ToList().Where(IsOurs).ToList();
        var areas = db.Units.Select(u => new { u.Code, u.Area }).ToDictionary(u => u.Code, u => u.Area);
        foreach (var batch in Enumerable.Range(0, Staff).Chunk(5000))
            await Bulk.Store(node, [.. batch.SelectMany(Person)]);

        IEnumerable<object> Person(int serial)
        {
            var walks = serial < grids.Count * 2;
            var unit = walks ? $"{grids[serial / 2][..12]}-SQ" : offices[serial % offices.Count];
            var account = Account.Open($"city-{serial:D5}", $"员工{serial:D5}", null, unit, password, since);
            ((IPersonal)account).Seal(sealer);
            yield return account;
            yield return new Post
            {
                Id = Guid.CreateVersion7(since),
                Account = account.Id,
                Role = walks ? "grid-worker" : "department-handler",
                Area = walks ? grids[serial / 2] : areas[unit],
                Unit = walks ? null : unit,
                From = since,
            };
        }
    }

    public static bool IsOurs(string code) => string.CompareOrdinal(code, "359951") >= 0 && string.CompareOrdinal(code, "359961") < 0;

    private static string? Moved(string? parent, (string Was, string Is)[] moves) =>
        parent is not null && moves.FirstOrDefault(m => parent.StartsWith(m.Was, StringComparison.Ordinal)) is { Was: not null } move ? move.Is + parent[move.Was.Length..] : parent;

    private static string County(int c) => $"3599{c + 51}";

    private static string Township(int c, int t) => $"{County(c)}{t + 1:D3}";

    private static string Community(int c, int t, int v) => $"{Township(c, t)}{v + 1:D3}";
}
