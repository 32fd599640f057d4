using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Cuobian.Exchange.Partners;
using Cuobian.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Exchange;

/// <summary>A partner in a process of its own, as the test steers it.</summary>
internal sealed class ForeignSystem : IDisposable
{
    private readonly Process node;
    private readonly HttpClient client;

    private ForeignSystem(Process node, string address) => (this.node, client) = (node, new HttpClient { BaseAddress = new Uri(address) });

    public string Address => client.BaseAddress!.ToString();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ForeignSystem> Start()
    {
        var node = Outside.Start("partner.mjs");
        var port = await node.StandardOutput.ReadLineAsync(Stop);
        return new ForeignSystem(node, $"http://127.0.0.1:{port}/");
    }

    /// <summary>Makes it a partner of the city and tells it what it must know.</summary>
    public async Task Join(CuobianApp app, string city, string code, string mode = "ok", Dictionary<string, string>? categories = null)
    {
        var form = new AddPartner.Form { Code = code, Name = code, Url = Address + "hook", Categories = categories };
        var added = await app.InScope(s => s.GetRequiredService<AddPartner>().Run(form, Stop));
        await Tell(new { secret = added.Secret, city, code, mode, now = app.Clock.GetUtcNow().ToUnixTimeSeconds() });
    }

    public async Task Tell(object what) => (await client.PostAsJsonAsync("configure", what, Stop)).EnsureSuccessStatusCode();

    /// <summary>Has it send a message to the city; answers what the city said.</summary>
    public async Task<(int Status, string Body)> Say(string id, string type, object data)
    {
        using var answer = await client.PostAsJsonAsync("say", new Dictionary<string, object> { ["id"] = id, ["event"] = new { type, data } }, Stop);
        var told = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        return (told.GetProperty("status").GetInt32(), told.GetProperty("body").GetString()!);
    }

    public async Task<List<JsonElement>> Heard() => [.. (await client.GetFromJsonAsync<JsonElement>("heard", Stop)).EnumerateArray()];

    public void Dispose()
    {
        client.Dispose();
        if (!node.HasExited) node.Kill();
        node.Dispose();
    }
}
