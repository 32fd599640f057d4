using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Cuobian.Tests.Places.Town;

namespace Cuobian.Tests.Places;

/// <summary>Each thing that can be wrong with a file of grids is found, named by its feature, and refuses the whole file.</summary>
public sealed class GridFaultsTests(SettledTown town) : IClassFixture<SettledTown>
{
    public static TheoryData<string, string, string> Faults() => new()
    {
        { Collection(Feature(One + "001", Polygon(Box(0, 10, 2, 2))), Feature(One + "002", Polygon(Box(1.9, 10, 2, 2)))), "features[0].geometry", "places.overlap" },
        { Collection(Feature(One + "001", Polygon(Ring((0, 0), (2, 2), (2, 0), (0, 2), (0, 0))))), "features[0].geometry", "places.self_crossing" },
        { Collection(Feature(One + "001", Polygon(Box(0, 0, 1, 1), Box(3, 3, 1, 1)))), "features[0].geometry", "places.shape_invalid" },
        { Collection(Feature(One + "001", Polygon(Box(0, 10, 2, 2))), Feature(One + "001", Polygon(Box(4, 10, 2, 2)))), "features[1].code", "places.code_duplicate_feature" },
        { Collection(Feature(One + "900", Polygon(Box(0, 10, 2, 2)))), "features[0].code", "places.grid_code" },
        { Collection(Feature(One + "000", Polygon(Box(0, 10, 2, 2)))), "features[0].code", "places.grid_code" },
        { Collection(Feature(One + "1", Polygon(Box(0, 10, 2, 2)))), "features[0].code", "places.grid_code" },
        { Collection(Feature("", Polygon(Box(0, 10, 2, 2)))), "features[0].code", "required" },
        { Collection(Feature(One + "001", Polygon(Box(0, 10, 2, 2)), name: "")), "features[0].name", "required" },
        { Collection(Feature(One + "001", Polygon(Box(0, 10, 2, 2)), name: new string('长', 101))), "features[0].name", "too_long" },
        { Collection(Feature("359902001009001", Polygon(Box(0, 10, 2, 2)))), "features[0].code", "places.community_unknown" },
        { Collection(Feature(One + "001", Polygon(Ring((0, 0), (2, 0), (2, 2), (0, 2))))), "features[0].geometry", "places.ring_open" },
        { Collection(Feature(One + "001", Polygon(Ring((0, 0), (2, 0), (0, 0))))), "features[0].geometry", "places.ring_small" },
        { Collection(Feature(One + "001", Polygon(Box(0, 0, 0.001, 0.001)))), "features[0].geometry", "places.ring_small" },
        { Collection(Feature(One + "001", Polygon(Ring((0, 0), (1, 0), (2, 0), (0, 0))))), "features[0].geometry", "places.self_crossing" },
        { Collection(Feature(One + "001", Polygon())), "features[0].geometry", "places.ring_small" },
        { Collection(Feature(One + "001", Polygon("[]"))), "features[0].geometry", "places.ring_small" },
        { Collection(Feature(One + "001", Polygon("[[24.5,117.6],[24.6,117.6],[24.6,117.7],[24.5,117.6]]"))), "features[0].geometry", "places.not_on_earth" },
        { Collection(Feature(One + "001", """{"type":"Point","coordinates":[117.6,24.5]}""")), "features[0].geometry", "places.not_a_polygon" },
        { Collection(Feature(One + "001", """{"type":"Polygon","coordinates":"here"}""")), "features[0].geometry", "places.not_a_polygon" },
        { Collection(Feature(One + "001", """{"type":"Polygon","coordinates":[[["a","b"],[1,2]]]}""")), "features[0].geometry", "places.not_a_polygon" },
        { Collection(Feature(One + "001", """{"type":"Polygon","coordinates":[[[1],[1]]]}""")), "features[0].geometry", "places.not_a_polygon" },
        { Collection(Feature(One + "001", """{"type":"MultiPolygon","coordinates":[]}""")), "features[0].geometry", "places.ring_small" },
        { Collection(Feature(One + "001", "null")), "features[0].geometry", "places.not_a_polygon" },
        { Collection("3"), "features[0]", "places.not_a_polygon" },
        { Collection(), "file", "places.file_empty" },
        { Polygon(Box(0, 0, 1, 1)), "file", "places.not_a_collection" },
        { """{"type":"FeatureCollection","features":{}}""", "file", "places.not_a_collection" },
        { "[]", "file", "places.not_a_collection" },
        { "{\n\"type\":", "file", "places.not_json" },
        { "", "file", "places.not_json" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_refuses_the_whole_file(string json, string field, string code)
    {
        var invalid = await Assert.ThrowsAsync<Invalid>(() => town.App.TakeGrids(json));
        Assert.Contains((field, code), invalid.Faults.Select(f => (f.Field, f.Code)));
        Assert.All(invalid.Faults, fault => Assert.True(fault.Code == code, $"{fault.Field} {fault.Code}"));
        Assert.Equal(2, await town.App.InScope(scope => scope.GetRequiredService<CuobianDb>().Set<Grid>().CountAsync()));
    }
}
