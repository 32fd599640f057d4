using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cuobian.Tests.Architecture;
using Cuobian.Tests.People;
using Cuobian.Tests.Places;
using Cuobian.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Exchange;

/// <summary>The world outside for tests: programs of others in their own processes, and a town with a key for them.</summary>
internal static class Outside
{
    public const string Lamp = "0203";
    public const string Fire = "1104";

    /// <summary>Inside the first grid of the town.</summary>
    public static readonly string Lat = Town.Lat(1).ToString(CultureInfo.InvariantCulture);
    public static readonly string Lon = Town.Lon(1).ToString(CultureInfo.InvariantCulture);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A town with grids and units, and a partner's key.</summary>
    public static async Task<(CuobianApp App, string Key)> City(params (string Key, string Value)[] settings)
    {
        var app = await CuobianApp.Start(settings);
        var key = await Settle(app);
        return (app, key);
    }

    /// <summary>The same behind a real port, for programs that are not in this process.</summary>
    public static async Task<(CuobianApp App, string Key, string Address)> CityOnAPort(params (string Key, string Value)[] settings)
    {
        var app = await CuobianApp.Start(settings);
        app.UseKestrel(0);
        app.StartServer();
        var key = await Settle(app);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return (app, key, address);
    }

    public static async Task<JsonElement> Json(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Stop);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>Posts a form as it stands.</summary>
    public static async Task<HttpResponseMessage> Ask(this HttpClient client, string body, string format = "json")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
        return await client.PostAsync($"/open311/requests.{format}", content, Stop);
    }

    /// <summary>Runs a script of ours with Node and answers what it printed.</summary>
    public static async Task<string> Node(string script, params string[] arguments)
    {
        using var node = Start(script, arguments);
        var told = node.StandardOutput.ReadToEndAsync(Stop);
        var wrong = node.StandardError.ReadToEndAsync(Stop);
        await node.WaitForExitAsync(Stop);
        Assert.True(node.ExitCode == 0, await wrong);
        return await told;
    }

    public static Process Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(House.PathTo("tests/Cuobian.Tests/Exchange/" + script));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static async Task<string> Settle(CuobianApp app)
    {
        await app.TakeAreas(Town.Areas);
        await app.TakeGrids(Town.TwoGrids);
        await app.AddDemoUnits();
        await app.Hire("partner", "api-partner", "3599");
        return (await app.Issue("partner", [])).Secret;
    }
}

/// <summary>One city for many questions that change nothing.</summary>
public sealed class SettledCity : IAsyncLifetime
{
    internal CuobianApp App { get; private set; } = null!;

    public string Key { get; private set; } = "";

    public async ValueTask InitializeAsync() => (App, Key) = await Outside.City();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
