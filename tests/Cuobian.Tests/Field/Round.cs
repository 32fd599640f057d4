using System.Net.Http.Json;
using System.Text.Json;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Matters.Pages;
using Cuobian.Tests.People;
using Cuobian.Tests.Places;
using Cuobian.Tests.Support;

namespace Cuobian.Tests.Field;

/// <summary>A small town with grids, a grid worker, the dispatcher of the community, and routes to walk.</summary>
internal static class Round
{
    public const string Grid = Town.One + "001";
    public const string Api = "/api/v1/field";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<CuobianApp> Open()
    {
        var app = await ConsoleTown.Open();
        await app.TakeGrids(Town.TwoGrids);
        await app.Hire("community", "community-dispatcher", Town.One, Town.One + "-SQ");
        await app.Hire("walker", "grid-worker", Town.One, Town.One + "-SQ");
        await app.Hire("far", "grid-worker", Town.Two, Town.Two + "-SQ");
        return app;
    }

    public static async Task<Guid> Plan(this HttpClient dispatcher, string name = "早巡") =>
        (await Read(await dispatcher.PostAsJsonAsync(Api + "/routes", new
        {
            grid = Grid,
            name,
            points = new object[] { new { name = "南门", lat = Town.Lat(1), lon = Town.Lon(1) }, new { name = "菜场" }, new { name = "河边" } },
        }, Ct))).GetProperty("id").GetGuid();

    public static Task<HttpResponseMessage> Send(this HttpClient client, string path, object form) => client.PostAsJsonAsync(Api + path, form, Ct);

    public static async Task<JsonElement> Read(HttpResponseMessage answer) => await Ward.Read(answer);
}
