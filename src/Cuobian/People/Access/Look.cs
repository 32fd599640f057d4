using Cuobian.Data.Crypto;
using Cuobian.People.Contracts;

namespace Cuobian.People.Access;

/// <summary>One look at a person's data, as it is kept.</summary>
public sealed class Look : IPersonal
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The account that looked.</summary>
    public required Guid By { get; init; }

    public string? ByUnit { get; init; }

    /// <summary>Whose data it was, when the person has an account.</summary>
    public Guid? Person { get; init; }

    public required string Subject { get; init; }

    public required AccessPurpose Purpose { get; init; }

    public required string What { get; init; }

    /// <summary>Why, in words of the one who looked; sealed, for they may name somebody.</summary>
    public string Words { get; set; } = "";

    internal string? SealedWords { get; private set; }

    void IPersonal.Seal(Sealer sealer) => SealedWords = sealer.Seal("people_access.Words", Id, Words, SealedWords);

    void IPersonal.Open(Sealer sealer) => Words = sealer.Open("people_access.Words", Id, SealedWords) ?? "";
}
