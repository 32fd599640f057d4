using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Cuobian.Bench;

/// <summary>A small proxy: it asks each server whether it is ready, hands each request to one of those that are, in turn, and asks nobody twice.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly string[] OfOneConnection = ["Connection", "Transfer-Encoding", "Keep-Alive", "Host"];
    private readonly HttpMessageInvoker onward = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = System.Net.DecompressionMethods.None });
    private readonly HttpClient asker = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly CancellationTokenSource stop = new();
    private readonly Uri[] servers;
    private readonly WebApplication door;
    private Uri[] ready = [];
    private int turn;

    private Proxy(Uri[] servers, WebApplication door) => (this.servers, this.door) = (servers, door);

    public Uri Address => new(door.Urls.First());

    public static async Task<Proxy> Open(params Uri[] servers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var proxy = new Proxy(servers, builder.Build());
        proxy.door.Run(proxy.HandOn);
        await proxy.Look();
        await proxy.door.StartAsync();
        _ = proxy.LookAgain();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await door.DisposeAsync();
        onward.Dispose();
        asker.Dispose();
        stop.Dispose();
    }

    private async Task LookAgain()
    {
        try
        {
            using var timer = new PeriodicTimer(Every);
            while (await timer.WaitForNextTickAsync(stop.Token)) await Look();
        }
        catch (OperationCanceledException)
        {
            // The proxy closes.
        }
    }

    private async Task Look() => ready = [.. (await Task.WhenAll(servers.Select(async server => (server, IsReady: await IsReady(server))))).Where(s => s.IsReady).Select(s => s.server)];

    private async Task<bool> IsReady(Uri server)
    {
        try
        {
            using var answer = await asker.GetAsync(new Uri(server, "/health/ready"), stop.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task HandOn(HttpContext http)
    {
        var open = ready;
        if (open.Length == 0)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        var server = open[(uint)Interlocked.Increment(ref turn) % open.Length];
        using var request = Copy(http.Request, server);
        try
        {
            using var answer = await onward.SendAsync(request, http.RequestAborted);
            await Answer(http, answer);
        }
        catch (HttpRequestException) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The visitor left.
        }
    }

    private static HttpRequestMessage Copy(HttpRequest from, Uri server)
    {
        var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(server, from.Path.ToUriComponent() + from.QueryString.ToUriComponent()));
        if (from.ContentLength > 0 || from.Headers.TransferEncoding.Count > 0) request.Content = new StreamContent(from.Body);
        foreach (var (name, values) in from.Headers.Where(h => !OfOneConnection.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
            if (!request.Headers.TryAddWithoutValidation(name, [.. values])) request.Content?.Headers.TryAddWithoutValidation(name, [.. values]);
        request.Headers.Host = from.Host.Value;
        return request;
    }

    private static async Task Answer(HttpContext http, HttpResponseMessage answer)
    {
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => !OfOneConnection.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
            http.Response.Headers[name] = values.ToArray();
        http.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        await using var body = await answer.Content.ReadAsStreamAsync(http.RequestAborted);
        var some = new byte[16 * 1024];
        while (await body.ReadAsync(some, http.RequestAborted) is > 0 and var count)
        {
            await http.Response.Body.WriteAsync(some.AsMemory(0, count), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}
