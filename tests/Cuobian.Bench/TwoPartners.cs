using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Cuobian.Exchange.Partners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cuobian.Bench;

/// <summary>Two systems outside: one takes calls and never answers, the other answers at once.</summary>
internal sealed class TwoPartners : IAsyncDisposable
{
    private const string Hanging = "hanging", Well = "well";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TcpListener silent = new(IPAddress.Loopback, 0);
    private readonly List<Socket> held = [];
    private readonly WebApplication polite;
    private int answered;
    private string token = "";

    private TwoPartners(WebApplication polite) => this.polite = polite;

    public IEnumerable<(string, string)> Settings { get; } = [("Exchange__AllowNetworks", "127.0.0.0/8"), ("Exchange__TimeoutSeconds", "5")];

    public static async Task<TwoPartners> Listen()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var partners = new TwoPartners(builder.Build());
        partners.polite.Run(http =>
        {
            Interlocked.Increment(ref partners.answered);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        await partners.polite.StartAsync();
        partners.silent.Start();
        _ = partners.Hold();
        return partners;
    }

    /// <summary>While nobody serves: on SQLite another process hardly gets its turn beside eight residents.</summary>
    public async Task Prepare(Node node) => token = await node.Token("admin");

    public async Task Join(Node node)
    {
        var address = ((IPEndPoint)silent.LocalEndpoint).Port;
        await Add(node, Hanging, $"http://127.0.0.1:{address}/hook");
        await Add(node, Well, polite.Urls.First() + "/hook");
    }

    /// <summary>The one hears everything soon; what is for the other waits, and staff see that it is in trouble.</summary>
    public async Task<(int, string)> Look(Node node)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience && await Waiting(node) > 0;) await Task.Delay(200);
        await using var db = node.Db();
        var arrived = await Deliveries(db.Set<Delivery>(), db.Set<Partner>(), Well).Where(d => d.State == DeliveryState.Delivered).ToListAsync();
        var attempts = await Deliveries(db.Set<Delivery>(), db.Set<Partner>(), Hanging).SumAsync(d => d.Attempts);
        var delays = arrived.ConvertAll(d => (d.DeliveredAt!.Value - d.At).TotalSeconds);
        delays.Sort();
        var health = await Health(node);
        // A partner that hangs must be seen, and called again and again, but never much.
        var unseen = health is "troubled" or "failing" && attempts is > 1 and < 20 && delays.Count > 0 ? 0 : 1;
        var waiting = await Waiting(node);
        return (waiting + unseen, string.Create(CultureInfo.InvariantCulture,
            $"{delays.Count} messages to the other partner, half within {At(delays, 0.5):0.0} s, all within {At(delays, 1):0.0} s; called {attempts} times, shown to staff as {health}"));
    }

    public async ValueTask DisposeAsync()
    {
        silent.Dispose();
        foreach (var socket in held) socket.Dispose();
        await polite.DisposeAsync();
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];

    private static IQueryable<Delivery> Deliveries(IQueryable<Delivery> all, IQueryable<Partner> partners, string code) =>
        all.AsNoTracking().Where(d => partners.Any(p => p.Id == d.PartnerId && p.Code == code));

    private static async Task<int> Waiting(Node node)
    {
        await using var db = node.Db();
        return await Deliveries(db.Set<Delivery>(), db.Set<Partner>(), Well).CountAsync(d => d.State != DeliveryState.Delivered);
    }

    private async Task Add(Node node, string code, string url)
    {
        using var answer = await Ask(node, HttpMethod.Post, JsonContent.Create(new { code, name = code, area = "3599", url }));
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string> Health(Node node)
    {
        using var answer = await Ask(node, HttpMethod.Get, null);
        var partners = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return partners.EnumerateArray().Single(p => p.GetProperty("code").GetString() == Hanging).GetProperty("health").GetString()!;
    }

    private async Task<HttpResponseMessage> Ask(Node node, HttpMethod method, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/exchange/partners") { Content = content, Headers = { Authorization = new("Bearer", token) } };
        return await node.Client.SendAsync(request);
    }

    private async Task Hold()
    {
        try
        {
            while (true) held.Add(await silent.AcceptSocketAsync());
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }
}
