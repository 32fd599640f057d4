using Cuobian.Data.Crypto;

namespace Cuobian.Notices.Follows;

/// <summary>Somebody wants to hear of a public matter, of an area, or of one kind of matter in an area.</summary>
public sealed class Follow : IPersonal
{
    public required Guid Id { get; init; }

    public required string Who { get; init; }

    /// <summary>What is followed, as one text to look up.</summary>
    public required string Target { get; init; }

    public Guid? Account { get; init; }

    /// <summary>The number of the matter, when it is one.</summary>
    public string? Number { get; init; }

    public string? Area { get; init; }

    public string? Category { get; init; }

    /// <summary>Of somebody without an account.</summary>
    public string? Mail { get; set; }

    internal string? SealedMail { get; private set; }

    public bool English { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null until the owner of the address said yes.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    public static string OfMatter(Guid matter) => $"matter:{matter:N}";

    public static string OfArea(string area, string? category) => $"area:{area}:{category}";

    void IPersonal.Seal(Sealer sealer) => SealedMail = sealer.Seal("notices_follow.Mail", Id, Mail, SealedMail);

    void IPersonal.Open(Sealer sealer) => Mail = sealer.Open("notices_follow.Mail", Id, SealedMail);
}
