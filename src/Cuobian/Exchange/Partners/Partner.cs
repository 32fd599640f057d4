using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cuobian.Exchange.Partners;

/// <summary>A system we exchange messages with: where it listens, what it may hear of, and how it has been doing.</summary>
public sealed partial class Partner
{
    public static readonly TimeSpan OldSecretLife = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    public required Guid Id { get; init; }

    /// <summary>Its name in addresses.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    /// <summary>It hears of matters here and below; empty is everywhere.</summary>
    public required string Area { get; init; }

    /// <summary>Where it listens; null when it only sends.</summary>
    public string? Url { get; set; }

    /// <summary>Sealed; opened only to sign and to verify.</summary>
    public required string Secret { get; set; }

    /// <summary>The secret before this one, sealed; both count until it ends.</summary>
    public string? OldSecret { get; set; }

    public DateTimeOffset? OldSecretUntil { get; set; }

    /// <summary>Our category code → the partner's own, as JSON.</summary>
    public string CategoryMap { get; set; } = "{}";

    public bool Enabled { get; set; } = true;

    public DateTimeOffset? LastOkAt { get; set; }

    public DateTimeOffset? LastHeardAt { get; set; }

    public int FailuresInRow { get; set; }

    /// <summary>Nothing is sent before: a partner in trouble is left alone for a while.</summary>
    public DateTimeOffset? PausedUntil { get; set; }

    public string? LastError { get; set; }

    public IReadOnlyDictionary<string, string> Categories => JsonSerializer.Deserialize<Dictionary<string, string>>(CategoryMap)!;

    public static bool IsCode(string? text) => text is not null && CodeForm().IsMatch(text);

    /// <summary>Their word for a category; ours when they have none.</summary>
    public string ToTheirs(string category) => Categories.GetValueOrDefault(category, category);

    /// <summary>Our category for their word, when the map knows it.</summary>
    public string? ToOurs(string? theirs) => theirs is null ? null : Categories.FirstOrDefault(pair => pair.Value == theirs).Key ?? theirs;

    public void Answered(DateTimeOffset at) => (LastOkAt, FailuresInRow, PausedUntil, LastError) = (at, 0, null, null);

    public void Failed(string error, DateTimeOffset at)
    {
        FailuresInRow++;
        LastError = error;
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(FailuresInRow, 10)));
        PausedUntil = at + (pause < LongestPause ? pause : LongestPause);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,39}$")]
    private static partial Regex CodeForm();
}

/// <summary>What has become of a message to a partner.</summary>
public enum DeliveryState { Waiting, Delivered, Dead }

/// <summary>One message to one partner, kept as it was first written, so that every attempt sends the same bytes under the same id.</summary>
public sealed class Delivery
{
    /// <summary>How long to wait after each attempt; after the last one a person has to look.</summary>
    public static readonly IReadOnlyList<TimeSpan> Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    public required Guid Id { get; init; }

    public required Guid PartnerId { get; init; }

    /// <summary>The number of the matter it is about.</summary>
    public required string Number { get; init; }

    public required string Type { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset At { get; init; }

    public DeliveryState State { get; set; }

    public int Attempts { get; private set; }

    public required DateTimeOffset DueAt { get; set; }

    /// <summary>Until when the node that took it may work on it.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>What the partner answered last, if anything.</summary>
    public int? Status { get; set; }

    public string? Error { get; set; }

    public void Arrived(int status, DateTimeOffset at) =>
        (State, Attempts, Status, Error, DeliveredAt, LeaseUntil) = (DeliveryState.Delivered, Attempts + 1, status, null, at, null);

    public void Failed(int? status, string error, DateTimeOffset at)
    {
        (Attempts, Status, Error, LeaseUntil) = (Attempts + 1, status, error, null);
        if (Attempts > Waits.Count) State = DeliveryState.Dead;
        else DueAt = at + Waits[Attempts - 1];
    }

    public void SendAgain(DateTimeOffset now) => (State, Attempts, DueAt, LeaseUntil, DeliveredAt) = (DeliveryState.Waiting, 0, now, null, null);
}

/// <summary>A message a partner sent, remembered so that it counts once.</summary>
public sealed class Received
{
    public required Guid PartnerId { get; init; }

    public required string MessageId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What was answered; the same message gets the same answer.</summary>
    public string Answer { get; set; } = "";
}

/// <summary>A matter that came from a partner: their id, our number, and the sealed code with which the partner stands for the reporter.</summary>
public sealed class PartnerLink
{
    public required Guid PartnerId { get; init; }

    public required string ExternalId { get; init; }

    public required string Number { get; init; }

    public required string Code { get; init; }
}
