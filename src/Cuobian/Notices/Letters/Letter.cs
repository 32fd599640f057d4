using System.Text.Json;
using Cuobian.Data.Crypto;

namespace Cuobian.Notices.Letters;

/// <summary>What has become of a letter.</summary>
public enum LetterState { Waiting, Sent, Dead }

/// <summary>How often somebody wants to hear of a topic.</summary>
public enum Digest { AtOnce, Hourly, Daily }

/// <summary>One notice to one person by one way: at most one for each event. What it says is sealed; only the topic stands in clear.</summary>
public sealed class Letter : IPersonal
{
    /// <summary>How long to wait after each attempt; after the last one a person has to look.</summary>
    public static readonly IReadOnlyList<TimeSpan> Waits =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(8)];

    public required Guid Id { get; init; }

    /// <summary>What it tells of, one key for each happening.</summary>
    public required string Event { get; init; }

    public required string Topic { get; init; }

    /// <summary>Whom it is for: see <see cref="Who"/>.</summary>
    public required string Who { get; init; }

    /// <summary>Set for the inbox of an account.</summary>
    public Guid? Account { get; init; }

    public required Way Way { get; init; }

    public required Paper Paper { get; set; }

    internal string? SealedPaper { get; private set; }

    public bool English { get; init; }

    /// <summary>Night does not hold it.</summary>
    public bool Urgent { get; init; }

    /// <summary>Goes out together with others that are due.</summary>
    public bool Gathered { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset DueAt { get; set; }

    public LetterState State { get; set; }

    public int Attempts { get; set; }

    /// <summary>The courier that took it, and until when it may work on it.</summary>
    public Guid? Claim { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Why the last attempt failed: a code that has a sentence, and a detail such as a status.</summary>
    public string? Trouble { get; set; }

    public string? Detail { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public DateTimeOffset? ReadAt { get; set; }

    void IPersonal.Seal(Sealer sealer) =>
        SealedPaper = sealer.Seal("notices_letter.Paper", Id, JsonSerializer.Serialize(Paper), SealedPaper);

    void IPersonal.Open(Sealer sealer) =>
        Paper = sealer.Open("notices_letter.Paper", Id, SealedPaper) is { } json ? JsonSerializer.Deserialize<Paper>(json)! : new Paper("", "", "");
}

/// <summary>What is written on a letter, and where it goes: a phone, a mail address, nothing for an inbox or a robot.</summary>
public sealed record Paper(string Title, string Text, string Path)
{
    public string? To { get; init; }

    /// <summary>For robots and gateways: the facts they may have, by name.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }
}

/// <summary>The key of a recipient: an account, a phone or a mail address as its fingerprint, or a robot.</summary>
public static class Who
{
    public static string Account(Guid account) => $"account:{account:N}";

    public static string Robot(Guid robot) => $"robot:{robot:N}";

    public static string Phone(ICryptoProvider crypto, string phone) => "phone:" + crypto.Index(Phones.Normal(phone)!, "notices-phone");

    public static string Mail(ICryptoProvider crypto, string address) => "mail:" + crypto.Index(address.Trim().ToLowerInvariant(), "notices-mail");
}
