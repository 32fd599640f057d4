using System.Net;
using System.Net.Sockets;

namespace Cuobian.People.SignedIn;

/// <summary>Says in a word or two which device signed in, and from which part of the network: enough to know it again, not to follow anybody.</summary>
internal static class Device
{
    public const string Other = "other";

    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("MicroMessenger", "wechat"), ("Alipay", "alipay"), ("Edg", "edge"), ("Firefox", "firefox"), ("OPR", "opera"), ("QQBrowser", "qq"),
        ("Chrome", "chrome"), ("CriOS", "chrome"), ("Safari", "safari"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("HarmonyOS", "harmony"), ("OpenHarmony", "harmony"), ("Android", "android"), ("iPhone", "iphone"), ("iPad", "ipad"),
        ("Windows", "windows"), ("Macintosh", "mac"), ("Linux", "linux"),
    ];

    public static readonly IReadOnlyList<string> Names = [.. Browsers.Concat(Systems).Select(d => d.Name).Append(Other).Distinct()];

    public static string BrowserOf(string? userAgent) => Find(Browsers, userAgent);

    public static string SystemOf(string? userAgent) => Find(Systems, userAgent);

    public static string Masked(string address)
    {
        if (!IPAddress.TryParse(address, out var ip)) return "";
        if (ip.AddressFamily == AddressFamily.InterNetwork) return string.Join('.', address.Split('.')[..2]) + ".*.*";
        var bytes = ip.GetAddressBytes();
        return $"{bytes[0]:x2}{bytes[1]:x2}:{bytes[2]:x2}{bytes[3]:x2}:*";
    }

    private static string Find((string Sign, string Name)[] known, string? userAgent) =>
        known.FirstOrDefault(k => userAgent?.Contains(k.Sign, StringComparison.OrdinalIgnoreCase) == true).Name ?? Other;
}
