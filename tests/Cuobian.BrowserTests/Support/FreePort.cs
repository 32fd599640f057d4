using System.Net;
using System.Net.Sockets;

namespace Cuobian.BrowserTests.Support;

/// <summary>A port for a server that starts later. It is none of those the system lends to outgoing calls: one of these could sit on it by then.</summary>
internal static class FreePort
{
    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 20_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }
}
