namespace Cuobian.People.Contracts;

/// <summary>One version of a text that somebody says yes to, or is told.</summary>
public sealed record ConsentText(string Code, int Version, DateOnly Since, Said Title, Said Words);

/// <summary>A consent as it stands: which text, for what, and when it was given or taken back.</summary>
public sealed record Consent(Guid Id, string Code, int Version, string Subject, bool Given, DateTimeOffset At);

/// <summary>Who said yes to what: every yes and every no is kept, in the version that was read.</summary>
public interface IConsents
{
    /// <summary>Data that could hurt if it became known: illness, violence, poverty, beliefs.</summary>
    const string Sensitive = "sensitive";

    /// <summary>The text as it reads today.</summary>
    ConsentText Text(string code);

    /// <summary>Writes a yes for a subject, such as <c>matter:…</c>, in the transaction that is open.</summary>
    Task Give(string code, string subject, CancellationToken ct);

    /// <summary>Writes a no and lets the modules erase what rested on the yes; false when there was no yes.</summary>
    Task<bool> TakeBack(string code, string subject, CancellationToken ct);

    /// <summary>Does a yes stand for this subject?</summary>
    Task<bool> Stands(string code, string subject, CancellationToken ct);
}
