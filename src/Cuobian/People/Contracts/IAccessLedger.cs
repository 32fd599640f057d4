namespace Cuobian.People.Contracts;

/// <summary>Why somebody may look at who a person is; a purpose from this list, never only "because I can".</summary>
public enum AccessPurpose
{
    /// <summary>To call back and ask about the matter.</summary>
    CallBack,

    /// <summary>To find the place or agree on a visit.</summary>
    Visit,

    /// <summary>To check a result with the person.</summary>
    Verify,

    /// <summary>Life or health is at stake.</summary>
    Emergency,

    /// <summary>A law or an authority demands it.</summary>
    Law,
}

/// <summary>Somebody looked: whose data (an account, if there is one), about what, why, and which fields.</summary>
public sealed record AccessNote(Guid? Person, string Subject, AccessPurpose Purpose, string Words, string What);

/// <summary>A look as the person sees it: who, of which unit, when, why, at what.</summary>
public sealed record AccessLine(DateTimeOffset At, string Who, string? Unit, AccessPurpose Purpose, string Words, string What, string Subject);

/// <summary>The access ledger: nobody sees a person's data without leaving a trace that the person can read.</summary>
public interface IAccessLedger
{
    /// <summary>Writes the look, in the transaction that is open, together with a line of the ledger of acts.</summary>
    Task Record(AccessNote note, CancellationToken ct);

    /// <summary>The subject belongs to this account from now on: earlier looks that nobody could read are shown to it.</summary>
    Task Belongs(string subject, Guid account, CancellationToken ct);

    /// <summary>Who looked at a subject, such as <c>matter:…</c>, the latest first.</summary>
    Task<IReadOnlyList<AccessLine>> Of(string subject, CancellationToken ct);

    /// <summary>Who looked at what belongs to an account, the latest first.</summary>
    Task<IReadOnlyList<AccessLine>> OfPerson(Guid account, CancellationToken ct);
}
