using System.Globalization;
using System.Text;
using Cuobian.Places;
using Cuobian.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Places;

/// <summary>A small fictional town to try places on, and files about it.</summary>
internal static class Town
{
    public const string One = "359902001001";
    public const string Two = "359902001002";

    public const string Areas = """
        code,name,level,parent
        35,福建省,province,
        3599,厝边市,city,35
        359902,桥头区,county,3599
        359902001,西市场,township,359902
        359902001001,井边社区,village,359902001
        359902001002,榕树社区,village,359902001
        """;

    /// <summary>The file of the development data that every checkout has beside it.</summary>
    public static string Shared(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", path) is var file && File.Exists(file)) return file;
        throw new FileNotFoundException("No folder above the tests has shared/" + path);
    }

    public static Stream AsFile(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    /// <summary>A rectangle in steps of a thousandth of a degree from the town's corner: about 101 by 111 metres a step.</summary>
    public static string Box(double x, double y, double width, double height) =>
        Ring((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y));

    public static string Ring(params (double X, double Y)[] steps) =>
        "[" + string.Join(",", steps.Select(s => string.Create(CultureInfo.InvariantCulture, $"[{Lon(s.X)},{Lat(s.Y)}]"))) + "]";

    public static double Lon(double x) => Math.Round(117.6 + x / 1000, 7);

    public static double Lat(double y) => Math.Round(24.5 + y / 1000, 7);

    public static string Polygon(params string[] rings) => $$"""{"type":"Polygon","coordinates":[{{string.Join(",", rings)}}]}""";

    public static string Feature(string code, string geometry, string name = "网格") =>
        $$"""{"type":"Feature","properties":{"code":"{{code}}","name":"{{name}}"},"geometry":{{geometry}}}""";

    public static string Collection(params string[] features) => $$"""{"type":"FeatureCollection","features":[{{string.Join(",", features)}}]}""";

    /// <summary>Two neighbours in the first community: 001 in the west, 002 in the east, each two steps wide and high.</summary>
    public static string TwoGrids => Collection(Feature(One + "001", Polygon(Box(0, 0, 2, 2)), "井边一网格"), Feature(One + "002", Polygon(Box(2, 0, 2, 2)), "井边二网格"));

    public static Task<ImportAreas.Outcome> TakeAreas(this CuobianApp app, string csv, ImportAreas.Form? form = null) =>
        app.InScope(scope => scope.GetRequiredService<ImportAreas>().Run(AsFile(csv), form ?? new(), TestContext.Current.CancellationToken));

    public static Task<ImportGrids.Outcome> TakeGrids(this CuobianApp app, string json, ImportGrids.Form? form = null) =>
        app.InScope(scope => scope.GetRequiredService<ImportGrids>().Run(AsFile(json), form ?? new(), null, TestContext.Current.CancellationToken));

    public static Task<ImportOutlines.Outcome> TakeOutlines(this CuobianApp app, string json, ImportOutlines.Form? form = null) =>
        app.InScope(scope => scope.GetRequiredService<ImportOutlines>().Run(AsFile(json), form ?? new(), TestContext.Current.CancellationToken));

    public static Task<ImportBuildings.Outcome> TakeBuildings(this CuobianApp app, string csv) =>
        app.InScope(scope => scope.GetRequiredService<ImportBuildings>().Run(AsFile(csv), new(), TestContext.Current.CancellationToken));

    public static async Task<CuobianApp> Settled()
    {
        var app = await CuobianApp.Start();
        await app.TakeAreas(Areas);
        await app.TakeGrids(TwoGrids);
        return app;
    }
}

/// <summary>One settled town for many questions that change nothing.</summary>
public sealed class SettledTown : IAsyncLifetime
{
    internal CuobianApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await Town.Settled();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
