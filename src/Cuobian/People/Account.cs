using System.Security.Cryptography;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;

namespace Cuobian.People;

/// <summary>Somebody who can sign in: a login, a name, a password kept as a hash, and the unit they belong to.</summary>
public sealed class Account : Aggregate, IPersonal
{
    /// <summary>Wrong passwords in a row that cost nothing but themselves.</summary>
    public const int FreeAttempts = 5;

    /// <summary>The column whose fingerprints <see cref="PhoneIndex"/> holds.</summary>
    internal const string PhoneColumn = "people_account.Phone";

    private Account() { }

    public string Login { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string? OfficePhone { get; private set; }

    /// <summary>The phone a resident signs in with, and where notices go; null for accounts with a password.</summary>
    public string? Phone { get; private set; }

    internal string? SealedPhone { get; private set; }

    /// <summary>The fingerprint by which an account is found by its phone.</summary>
    internal string? PhoneIndex { get; private set; }

    /// <summary>Name and office phone as they are stored.</summary>
    internal string? SealedName { get; private set; }

    internal string? SealedOfficePhone { get; private set; }

    /// <summary>Code of the unit the person works for; null for residents and partners.</summary>
    public string? Unit { get; private set; }

    public string PasswordHash { get; private set; } = "";

    /// <summary>Sign-ins tried since the last one that succeeded.</summary>
    public int FailedAttempts { get; private set; }

    public DateTimeOffset? LockedUntil { get; private set; }

    /// <summary>Secret of the authenticator app; it counts only once <see cref="SecondFactorSince"/> says so.</summary>
    public string? TotpSecret { get; private set; }

    internal string? SealedTotpSecret { get; private set; }

    public DateTimeOffset? SecondFactorSince { get; private set; }

    /// <summary>The step of the last code that was used, so that none is used twice.</summary>
    public long LastTotpStep { get; private set; }

    /// <summary>Every session carries a copy: changing it ends them all.</summary>
    public string SecurityStamp { get; private set; } = "";

    public bool Disabled { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public static Account Open(string login, string name, string? officePhone, string? unit, string passwordHash, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Login = Normal(login),
        Name = name.Trim(),
        OfficePhone = officePhone?.Trim(),
        Unit = unit,
        PasswordHash = passwordHash,
        SecurityStamp = NewStamp(),
        CreatedAt = now,
    };

    /// <summary>A resident's own account: no password, and a login that nobody needs to know.</summary>
    public static Account OfResident(string phone, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new Account { Id = id, Login = $"phone-{id:N}", Phone = phone, SecurityStamp = NewStamp(), CreatedAt = now };
    }

    /// <summary>One spelling for a login, however it is typed.</summary>
    public static string Normal(string login) => login.Trim().ToLowerInvariant();

    /// <summary>How long the account rests after this many failures in a row: a minute, then twice as long each time, at most a quarter of an hour.</summary>
    public static TimeSpan Rest(int failures) =>
        failures < FreeAttempts ? TimeSpan.Zero : TimeSpan.FromMinutes(Math.Min(15, 1 << Math.Min(failures - FreeAttempts, 4)));

    public void SetPassword(string hash)
    {
        PasswordHash = hash;
        FailedAttempts = 0;
        LockedUntil = null;
        EndSessions();
    }

    /// <summary>Puts right what is known about the person and their unit.</summary>
    public void Correct(string name, string? officePhone, string? unit) => (Name, OfficePhone, Unit) = (name.Trim(), officePhone?.Trim(), unit);

    public void Disable()
    {
        Disabled = true;
        EndSessions();
    }

    /// <summary>Open again; nobody is signed in by it.</summary>
    public void Reopen() => Disabled = false;

    public void Rename(string name) => Name = name.Trim();

    /// <summary>The resident has another phone, which they have proved to be theirs.</summary>
    public void MoveTo(string phone) => Phone = phone;

    /// <summary>What tells who it was is gone; the row stays, so that what it did is not orphaned.</summary>
    public void Erase()
    {
        (Login, Name, OfficePhone, Phone, PasswordHash) = ($"erased-{Id:N}", "", null, null, "");
        RemoveSecondFactor();
        Disable();
    }

    public void BeginSecondFactor(string secret) => TotpSecret = secret;

    public void ConfirmSecondFactor(long step, DateTimeOffset at) => (LastTotpStep, SecondFactorSince) = (step, at);

    public void RemoveSecondFactor() => (TotpSecret, SecondFactorSince) = (null, null);

    void IPersonal.Seal(Sealer sealer)
    {
        SealedName = sealer.Seal("people_account.Name", Id, Name, SealedName);
        SealedTotpSecret = sealer.Seal("people_account.TotpSecret", Id, TotpSecret, SealedTotpSecret);
        SealedPhone = sealer.Seal(PhoneColumn, Id, Phone, SealedPhone);
        PhoneIndex = sealer.Index(PhoneColumn, Phone);
        SealedOfficePhone = sealer.Seal("people_account.OfficePhone", Id, OfficePhone, SealedOfficePhone);
    }

    void IPersonal.Open(Sealer sealer)
    {
        Name = sealer.Open("people_account.Name", Id, SealedName) ?? "";
        TotpSecret = sealer.Open("people_account.TotpSecret", Id, SealedTotpSecret);
        OfficePhone = sealer.Open("people_account.OfficePhone", Id, SealedOfficePhone);
        Phone = sealer.Open(PhoneColumn, Id, SealedPhone);
    }

    public void EndSessions() => SecurityStamp = NewStamp();

    private static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
