using System.Text.Json;
using Cuobian.Data.Crypto;

namespace Cuobian.Matters;

/// <summary>One immutable line of a matter's history (办理过程): who did what, when, and what it changed.</summary>
public sealed class MatterEntry
{
    public required Guid Id { get; init; }

    public required Guid MatterId { get; init; }

    /// <summary>1 for the report itself, then one for each command.</summary>
    public required int Seq { get; init; }

    public required DateTimeOffset At { get; init; }

    public required MatterCommand Command { get; init; }

    public MatterState? From { get; init; }

    public required MatterState To { get; init; }

    public required Part Part { get; init; }

    /// <summary>The account that acted; null for a stranger or the system.</summary>
    public Guid? By { get; init; }

    /// <summary>Name of the staff who acted, looked up for those who may read it; it is not stored here.</summary>
    public string? ByName { get; set; }

    /// <summary>Unit of staff at that time.</summary>
    public string? ByUnit { get; init; }

    /// <summary>Why, for those who handle the matter.</summary>
    public string? Reason { get; init; }

    /// <summary>What the reporter may read.</summary>
    public string? Words { get; init; }

    /// <summary>Why the unit sent it back; null for every other command.</summary>
    public ReturnReason? Why => Command == MatterCommand.Return && Changed is { } json
        && JsonElement.Parse(json).TryGetProperty("why", out var why) && Enum.TryParse<ReturnReason>(why.GetString(), out var known) ? known : null;

    /// <summary>The facts the command changed, as JSON {name: [before, after]}.</summary>
    public string? Changed { get; init; }
}

/// <summary>A photo of a matter: what it shows and which stored file it is.</summary>
public sealed class MatterPhoto
{
    public required Guid MatterId { get; init; }

    public required Guid FileId { get; init; }

    public required PhotoStage Stage { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Somebody who says "me too" (附议): an account, or a stranger's device as a keyed hash.</summary>
public sealed class MatterSupporter
{
    public required Guid MatterId { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Who reported, kept apart from the matter so that nothing reads it by accident.</summary>
public sealed class MatterReporter : IPersonal
{
    public required Guid MatterId { get; init; }

    public Guid? Account { get; set; }

    public string? Name { get; set; }

    public string? Phone { get; set; }

    /// <summary>Name and phone as they are stored, and the fingerprint that finds the matters of a phone.</summary>
    internal string? SealedName { get; private set; }

    internal string? SealedPhone { get; private set; }

    internal string? PhoneIndex { get; private set; }

    /// <summary>The account that reported on this person's behalf (代报).</summary>
    public Guid? ReportedBy { get; init; }

    /// <summary>Hash of the code that, with the number, lets an anonymous reporter follow the matter.</summary>
    public required string CodeHash { get; init; }

    /// <summary>The number that salts the hash, where it is not the matter's own: a part opens with the code of the whole.</summary>
    public string? CodeOf { get; init; }

    void IPersonal.Seal(Sealer sealer)
    {
        SealedName = sealer.Seal("matters_reporter.Name", MatterId, Name, SealedName);
        SealedPhone = sealer.Seal("matters_reporter.Phone", MatterId, Phone, SealedPhone);
        PhoneIndex = sealer.Index("matters_reporter.Phone", Phones.Normal(Phone));
    }

    void IPersonal.Open(Sealer sealer)
    {
        Name = sealer.Open("matters_reporter.Name", MatterId, SealedName);
        Phone = sealer.Open("matters_reporter.Phone", MatterId, SealedPhone);
    }
}

/// <summary>The three separate answers of a reporter: was the response quick, is it solved, are they satisfied.</summary>
public sealed record Rating(bool Prompt, bool Solved, bool Satisfied)
{
    public bool IsContent => Solved && Satisfied;
}
