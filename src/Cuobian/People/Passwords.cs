using Cuobian.Kernel;
using Microsoft.AspNetCore.Identity;

namespace Cuobian.People;

/// <summary>Hashes and compares passwords; the time it takes does not tell whether there was an account.</summary>
public sealed class Passwords(IPasswordHasher<Account> hasher)
{
    public const int Shortest = 10;
    public const int Longest = 200;

    /// <summary>PBKDF2-HMAC-SHA512 rounds, as OWASP recommends.</summary>
    public const int Rounds = 210_000;

    private readonly string nobodys = hasher.HashPassword(null!, Guid.Empty.ToString());

    public string Hash(string password) => hasher.HashPassword(null!, password);

    /// <summary>Compares with a hash of nobody when there is no account.</summary>
    public bool Match(Account? account, string password) =>
        hasher.VerifyHashedPassword(null!, account?.PasswordHash ?? nobodys, password) != PasswordVerificationResult.Failed && account is not null;

    public static Faults Check(string? password, Faults faults) => faults
        .If(password is null || password.Length < Shortest, "password", "people.password_short", Shortest)
        .AtMost(password, Longest, "password");
}
