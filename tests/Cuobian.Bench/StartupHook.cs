using System.Globalization;
using System.Net.Sockets;
using System.Text;

/// <summary>
/// Runs inside the measured program (<c>DOTNET_STARTUP_HOOKS</c>), so that the program itself needs nothing for it: whoever connects to the
/// socket gets the bytes of the managed heap that are left after full collections.
/// </summary>
#pragma warning disable CA1050, CA1724 // The runtime looks for this name, outside any namespace.
internal static class StartupHook
#pragma warning restore CA1050, CA1724
{
    public const string Place = "CUOBIAN_BENCH_HEAP";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Place) is { Length: > 0 } place && !File.Exists(place)) new Thread(() => Answer(place)) { IsBackground = true }.Start();
    }

    private static void Answer(string place)
    {
        using var door = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        door.Bind(new UnixDomainSocketEndPoint(place));
        door.Listen();
        while (true)
        {
            using var caller = door.Accept();
            for (var i = 0; i < 2; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            caller.Send(Encoding.ASCII.GetBytes(GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture)));
        }
    }
}
