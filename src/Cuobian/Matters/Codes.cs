using System.Security.Cryptography;
using System.Text;

namespace Cuobian.Matters;

/// <summary>The code that, together with the number, lets somebody without an account follow their matter.</summary>
public static class Codes
{
    public const int Length = 8;

    public static string New() => RandomNumberGenerator.GetString("0123456789", Length);

    /// <summary>Only this is stored; the number salts it.</summary>
    public static string Hash(string number, string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{number}:{code}")));

    public static bool Match(string number, string? code, string hash) =>
        code is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(number, code)), Encoding.ASCII.GetBytes(hash));
}
