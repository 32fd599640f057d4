using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cuobian.Tests.Notices;

/// <summary>A mail server on a real port that keeps what it is given; it speaks as much SMTP as a client needs.</summary>
internal sealed class MailServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();

    public MailServer()
    {
        listener.Start();
        _ = Listen();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ConcurrentQueue<string> Letters { get; } = [];

    /// <summary>What it says to a recipient; 250 is a yes.</summary>
    public string Answer { get; set; } = "250 ok";

    /// <summary>The body of a letter as a person reads it.</summary>
    public static string Read(string letter)
    {
        var (head, body) = letter.Split("\r\n\r\n", 2) is [var h, var b] ? (h, b) : (letter, "");
        return head.Contains("base64", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\r\n", "", StringComparison.Ordinal))) : body;
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task Listen()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _ = Serve(await listener.AcceptTcpClientAsync(stop.Token));
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var _ = client;
        await using var stream = client.GetStream();
        using var lines = new StreamReader(stream, Encoding.ASCII);
        async Task Say(string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
        await Say("220 test");
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase)) await Say(Answer);
            else if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
            {
                await Say("354 go on");
                var letter = new StringBuilder();
                while (await lines.ReadLineAsync() is { } text && text != ".") letter.Append(text).Append("\r\n");
                Letters.Enqueue(letter.ToString());
                await Say("250 kept");
            }
            else await Say(line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) ? "221 bye" : "250 ok");
        }
    }
}

/// <summary>Something that listens to HTTP posts on a real port: a robot, a webhook, an SMS gateway; it may fail or never answer.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CancellationTokenSource stop = new();

    private HttpServer(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    public ConcurrentQueue<(string Path, string Body, Dictionary<string, string> Headers)> Heard { get; } = [];

    public string Answer { get; set; } = """{"errcode":0,"errmsg":"ok"}""";

    public int Status { get; set; } = 200;

    public bool Hangs { get; set; }

    public static async Task<HttpServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        var server = new HttpServer(builder.Build());
        server.app.Run(server.Take);
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await app.DisposeAsync();
        stop.Dispose();
    }

    private async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        Heard.Enqueue((http.Request.Path + http.Request.QueryString, body, http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString())));
        if (Hangs) await Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(stop.Token, http.RequestAborted).Token);
        http.Response.StatusCode = Status;
        await http.Response.WriteAsync(Answer);
    }
}
