using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cuobian.Kernel;
using Microsoft.AspNetCore.Identity;

namespace Cuobian.People;

/// <summary>Hashes and compares passwords, and turns away those that guessers try first; the time it takes does not tell whether there was an account.</summary>
public sealed partial class Passwords(IPasswordHasher<Account> hasher)
{
    public const int Shortest = 12;
    public const int Longest = 200;

    /// <summary>PBKDF2-HMAC-SHA512 rounds, as OWASP recommends.</summary>
    public const int Rounds = 210_000;

    private static readonly FrozenSet<string> Common = ReadCommon();
    private readonly string nobodys = hasher.HashPassword(null!, Guid.Empty.ToString());

    /// <summary>A first password for somebody else: a hundred random bits in groups that can be read aloud.</summary>
    public static string New() => string.Join('-', Enumerable.Range(0, 4).Select(_ => System.Security.Cryptography.RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 5)));

    public string Hash(string password) => hasher.HashPassword(null!, password);

    /// <summary>Compares with a hash of nobody when there is no account, or none with a password.</summary>
    public bool Match(Account? account, string password) =>
        hasher.VerifyHashedPassword(null!, account is { PasswordHash.Length: > 0 } ? account.PasswordHash : nobodys, password) != PasswordVerificationResult.Failed
        && account is { PasswordHash.Length: > 0 };

    public static Faults Check(string? password, Faults faults) => faults
        .If(password is null || password.Length < Shortest, "password", "people.password_short", Shortest)
        .If(password?.Length >= Shortest && IsCommon(password), "password", "people.password_common")
        .AtMost(password, Longest, "password");

    /// <summary>
    /// Everybody's favourite word dressed up with digits and signs, said twice, or a walk over the keyboard. Length alone does not
    /// help these; composition rules only make people write <c>Password2026!</c>.
    /// </summary>
    public static bool IsCommon(string password)
    {
        var lower = password.ToLowerInvariant();
        var core = Dressing().Replace(lower, "");
        if (core.Length == 0 || lower.Distinct().Count() < 5) return true;
        return IsKnown(core) || IsKnown(lower) || IsWalk(lower);
    }

    private static bool IsKnown(string text)
    {
        var plain = string.Concat(text.Select(Plain));
        return Common.Contains(plain) || Common.Contains(Half(plain));
    }

    private static string Half(string text) =>
        text.Length % 2 == 0 && text[..(text.Length / 2)] == text[(text.Length / 2)..] ? text[..(text.Length / 2)] : text;

    /// <summary>Made of the rows of a keyboard, the alphabet or the digits, forwards or backwards.</summary>
    private static bool IsWalk(string text)
    {
        string[] rows = ["01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"];
        var steps = 0;
        for (var at = 1; at < text.Length; at++)
        {
            var (two, back) = (text.Substring(at - 1, 2), $"{text[at]}{text[at - 1]}");
            if (rows.Any(row => row.Contains(two, StringComparison.Ordinal) || row.Contains(back, StringComparison.Ordinal))) steps++;
        }
        return steps >= (text.Length - 1) * 0.85;
    }

    private static char Plain(char letter) => letter switch { '@' => 'a', '$' => 's', '0' => 'o', '3' => 'e', '!' => 'i', '1' => 'i', _ => letter };

    private static FrozenSet<string> ReadCommon()
    {
        using var stream = typeof(Passwords).Assembly.GetManifestResourceStream("Cuobian.People.Seed.common-passwords.json")!;
        return JsonSerializer.Deserialize<List<string>>(stream)!.Select(word => string.Concat(word.Select(Plain))).ToFrozenSet();
    }

    [GeneratedRegex(@"^[\d\s]+|[^\p{L}]+$")]
    private static partial Regex Dressing();
}
