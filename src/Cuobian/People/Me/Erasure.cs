using System.Text.Json;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.People.Contracts;

namespace Cuobian.People.Me;

/// <summary>Where a request for erasure stands.</summary>
public enum ErasureState { Waiting, Granted, Denied }

/// <summary>Somebody asks to be forgotten: what went at once, what must stay and until when, and what the office decided about the rest.</summary>
public sealed class Erasure : Aggregate, IPersonal
{
    /// <summary>The office has so many working days to decide.</summary>
    public const int WorkingDays = 15;

    private Erasure() { }

    public Guid Account { get; private init; }

    public DateTimeOffset AskedAt { get; private init; }

    /// <summary>Until when it must be decided.</summary>
    public DateTimeOffset DueAt { get; private init; }

    public ErasureState State { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public Guid? DecidedBy { get; private set; }

    /// <summary>When something that had to stay may go.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>What became of each kind, as JSON: counts, reasons and dates, nothing of the data.</summary>
    public string LinesJson { get; private set; } = "[]";

    /// <summary>Why, in the person's words, and what the office answered; sealed, for they may name somebody.</summary>
    public string? Words { get; private set; }

    public string? Answer { get; private set; }

    internal string? SealedWords { get; private set; }

    internal string? SealedAnswer { get; private set; }

    public IReadOnlyList<ErasedLine> Lines => JsonSerializer.Deserialize<List<ErasedLine>>(LinesJson)!;

    public static Erasure Ask(Guid account, string? words, DateTimeOffset now, DateTimeOffset due) =>
        new() { Id = Guid.CreateVersion7(now), Account = account, Words = words, AskedAt = now, DueAt = due };

    /// <summary>Notes what became of the data; without anything left to decide the request is granted.</summary>
    public void Note(IReadOnlyList<ErasedLine> lines, DateTimeOffset now)
    {
        LinesJson = JsonSerializer.Serialize(lines);
        NextAt = lines.Where(l => l.State == Erasing.Kept).Min(l => l.Until);
        if (State == ErasureState.Waiting && lines.All(l => l.State != Erasing.Asked)) (State, DecidedAt) = (ErasureState.Granted, now);
    }

    public void Decide(bool granted, string? answer, Actor by, DateTimeOffset now)
    {
        Refused.If(State != ErasureState.Waiting, "people.erasure_decided");
        (State, Answer, DecidedBy, DecidedAt) = (granted ? ErasureState.Granted : ErasureState.Denied, answer, by.Account, now);
    }

    void IPersonal.Seal(Sealer sealer)
    {
        SealedWords = sealer.Seal("people_erasure.Words", Id, Words, SealedWords);
        SealedAnswer = sealer.Seal("people_erasure.Answer", Id, Answer, SealedAnswer);
    }

    void IPersonal.Open(Sealer sealer)
    {
        Words = sealer.Open("people_erasure.Words", Id, SealedWords);
        Answer = sealer.Open("people_erasure.Answer", Id, SealedAnswer);
    }
}
