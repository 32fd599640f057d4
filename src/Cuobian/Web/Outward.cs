using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Cuobian.Web;

/// <summary>How messages leave the house, from the settings <c>Exchange:…</c>.</summary>
public sealed class OutwardSettings
{
    /// <summary>Private networks that others may be reached in, such as <c>10.1.0.0/16</c>, separated by commas. All others are closed to messages.</summary>
    public string AllowNetworks { get; set; } = "";

    /// <summary>How long somebody outside may take to answer.</summary>
    public double TimeoutSeconds { get; set; } = 10;
}

/// <summary>
/// The only way out to others over HTTP. An address in a private network is refused when the connection is made, after the name was
/// looked up, so that no name can be pointed at something inside the house; redirects are not followed.
/// </summary>
internal sealed class Outward : IDisposable
{
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "224.0.0.0/4", "240.0.0.0/4", "::/96", "64:ff9b::/96", "100::/64", "2001::/32", "2002::/16", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private readonly IPNetwork[] allowed;

    public Outward(IOptions<OutwardSettings> settings)
    {
        allowed = [.. settings.Value.AllowNetworks.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(IPNetwork.Parse)];
        Client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = Connect,
        })
        { Timeout = TimeSpan.FromSeconds(settings.Value.TimeoutSeconds) };
    }

    public HttpClient Client { get; }

    public bool MayReach(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return allowed.Any(network => network.Contains(plain)) || !Closed.Any(network => network.Contains(plain));
    }

    public void Dispose() => Client.Dispose();

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        var open = addresses.Where(MayReach).ToArray();
        if (open.Length == 0) throw new HttpRequestException("The address is not open to messages.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
