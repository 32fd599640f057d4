using System.Globalization;
using System.Text;
using Cuobian.Data.Crypto;

namespace Cuobian.People.Acts;

/// <summary>One line of the ledger of acts: who did what to which thing, chained to the line before.</summary>
public sealed class ActLine
{
    /// <summary>1, 2, 3 … without a gap.</summary>
    public required long Seq { get; init; }

    /// <summary>Whole milliseconds, so that every database gives back what was hashed.</summary>
    public required DateTimeOffset At { get; init; }

    public required string Act { get; init; }

    /// <summary>The account, or <c>system</c> or <c>anonymous</c>.</summary>
    public required string By { get; init; }

    /// <summary>The network address it came from; null for jobs and the command line.</summary>
    public string? From { get; init; }

    public required string Subject { get; init; }

    /// <summary>Facts as JSON, without anybody's name or phone.</summary>
    public string? Details { get; init; }

    public required string Algorithm { get; init; }

    public required string Previous { get; init; }

    public required string Hash { get; init; }

    /// <summary>The keyed fingerprint of the hash: who rewrites the whole chain without the key ring is found out.</summary>
    public required string Seal { get; init; }

    /// <summary>The hash over every field, each with its length in front, so that no two lines read the same.</summary>
    public static string HashOf(string algorithm, long seq, DateTimeOffset at, string act, string by, string? from, string subject, string? details, string previous)
    {
        string[] fields = [seq.ToString(CultureInfo.InvariantCulture), at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), act, by, from ?? "", subject, details ?? "", previous];
        var text = string.Concat(fields.Select(field => string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field}")));
        return Convert.ToHexStringLower(Digest.Of(algorithm, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>What the hash should be, if this were line <paramref name="seq"/>.</summary>
    public string HashAs(long seq) => HashOf(Algorithm, seq, At, Act, By, From, Subject, Details, Previous);
}

/// <summary>The last line, kept apart, so that lines cut off at the end are missed.</summary>
public sealed class ActHead
{
    public const int Only = 1;

    public required int Id { get; init; }

    public required long Seq { get; set; }

    public required string Hash { get; set; }

    public required string Seal { get; set; }
}

/// <summary>The acts that People itself writes.</summary>
public static class ActNames
{
    public const string SignIn = "sign_in";
    public const string SignInFailed = "sign_in_failed";
    public const string SignOut = "sign_out";
    public const string SessionEnded = "session_ended";
    public const string Reveal = "reveal";
    public const string AccountOpened = "account_opened";
    public const string AccountClosed = "account_closed";
    public const string PasswordSet = "password_set";
    public const string TokenIssued = "token_issued";
    public const string TokenRevoked = "token_revoked";
    public const string UnitsAdded = "units_added";
    public const string SecondFactorAdded = "second_factor_added";
    public const string SecondFactorRemoved = "second_factor_removed";
    public const string SecondFactorDropped = "second_factor_dropped";
    public const string RoleMade = "role_made";
    public const string RoleChanged = "role_changed";
    public const string PostGiven = "post_given";
    public const string PostEnded = "post_ended";
    public const string AccountReopened = "account_reopened";
    public const string KeysRotated = "keys_rotated";
    public const string DataCopied = "data_copied";
    public const string DataCorrected = "data_corrected";
    public const string PhoneChanged = "phone_changed";
    public const string DataErased = "data_erased";
    public const string ConsentTakenBack = "consent_taken_back";
    public const string ErasureAsked = "erasure_asked";
    public const string ErasureDecided = "erasure_decided";
    public const string RetentionErased = "retention_erased";
}
