using System.Globalization;

namespace Cuobian.Matters;

/// <summary>The lowest and the highest id that begin with an instant.</summary>
internal static class Instants
{
    public static Guid First(DateTimeOffset at) => Made(at, '0');

    public static Guid Last(DateTimeOffset at) => Made(at, 'f');

    private static Guid Made(DateTimeOffset at, char filler)
    {
        var milliseconds = Math.Max(0, at.ToUnixTimeMilliseconds());
        return Guid.ParseExact(milliseconds.ToString("x12", CultureInfo.InvariantCulture) + new string(filler, 20), "N");
    }
}
