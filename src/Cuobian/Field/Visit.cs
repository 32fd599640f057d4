using Cuobian.Data.Crypto;
using Cuobian.Kernel;

namespace Cuobian.Field;

/// <summary>Who was visited: a home or a business. There is no finer sorting of people, on purpose.</summary>
public enum VisitKind { Household, Merchant }

/// <summary>How the visited person agreed that something is written down.</summary>
public enum VisitConsent { Spoken, Written }

/// <summary>The six elements of a visit: person, place, matter, thing, sentiment, organisation; and what came of it.</summary>
public sealed record VisitElements(string? Person, string? Place, string? Matter, string? Thing, string? Sentiment, string? Organisation, string? Result);

/// <summary>
/// A visit (走访) to a household or a merchant who agreed to it. What was said is sealed, only its writer reads it, and it is let go on its day.
/// It holds no tags and no scores.
/// </summary>
public sealed class Visit : Aggregate, IPersonal
{
    private const string Column = "field_visit.";

    private Visit() { }

    public string Grid { get; private init; } = "";

    public Guid By { get; private init; }

    public DateTimeOffset At { get; private init; }

    public VisitKind Kind { get; private init; }

    public VisitConsent Consent { get; private init; }

    /// <summary>From this instant on the visit no longer exists.</summary>
    public DateTimeOffset KeepUntil { get; private init; }

    public VisitElements Elements { get; private set; } = new(null, null, null, null, null, null, null);

    internal string? SealedPerson { get; private set; }
    internal string? SealedPlace { get; private set; }
    internal string? SealedMatter { get; private set; }
    internal string? SealedThing { get; private set; }
    internal string? SealedSentiment { get; private set; }
    internal string? SealedOrganisation { get; private set; }
    internal string? SealedResult { get; private set; }

    public static Visit Write(Guid id, string grid, Guid by, DateTimeOffset at, VisitKind kind, VisitConsent consent, int keepMonths, VisitElements elements) => new()
    {
        Id = id,
        Grid = grid,
        By = by,
        At = at,
        Kind = kind,
        Consent = consent,
        KeepUntil = at.AddMonths(keepMonths),
        Elements = elements,
    };

    void IPersonal.Seal(Sealer sealer)
    {
        SealedPerson = sealer.Seal(Column + nameof(VisitElements.Person), Id, Elements.Person, SealedPerson);
        SealedPlace = sealer.Seal(Column + nameof(VisitElements.Place), Id, Elements.Place, SealedPlace);
        SealedMatter = sealer.Seal(Column + nameof(VisitElements.Matter), Id, Elements.Matter, SealedMatter);
        SealedThing = sealer.Seal(Column + nameof(VisitElements.Thing), Id, Elements.Thing, SealedThing);
        SealedSentiment = sealer.Seal(Column + nameof(VisitElements.Sentiment), Id, Elements.Sentiment, SealedSentiment);
        SealedOrganisation = sealer.Seal(Column + nameof(VisitElements.Organisation), Id, Elements.Organisation, SealedOrganisation);
        SealedResult = sealer.Seal(Column + nameof(VisitElements.Result), Id, Elements.Result, SealedResult);
    }

    void IPersonal.Open(Sealer sealer)
    {
        string? Read(string name, string? text) => sealer.Open(Column + name, Id, text);
        Elements = new VisitElements(
            Read(nameof(VisitElements.Person), SealedPerson), Read(nameof(VisitElements.Place), SealedPlace), Read(nameof(VisitElements.Matter), SealedMatter),
            Read(nameof(VisitElements.Thing), SealedThing), Read(nameof(VisitElements.Sentiment), SealedSentiment),
            Read(nameof(VisitElements.Organisation), SealedOrganisation), Read(nameof(VisitElements.Result), SealedResult));
    }
}
