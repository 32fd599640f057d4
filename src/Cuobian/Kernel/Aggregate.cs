namespace Cuobian.Kernel;

/// <summary>A thing with a life of its own: it changes only through its verbs and tells what happened as events.</summary>
public abstract class Aggregate
{
    private readonly List<Raised> raised = [];

    public Guid Id { get; protected init; }

    /// <summary>Counts the saved changes, so that of two concurrent writers one loses.</summary>
    public int Version { get; internal set; }

    internal IReadOnlyList<Raised> Raised => raised;

    internal void Forget() => raised.Clear();

    /// <summary>Tells the listeners, at least once, after this change is stored; at a later instant when one is given.</summary>
    protected void Raise(IEvent happened, DateTimeOffset? at = null) => raised.Add(new Raised(happened, at));
}

/// <summary>Something that happened, named in the past tense, stored in the outbox with the change itself.</summary>
public interface IEvent;

/// <summary>An event that is counted for those who watch the house, by a kind that names no person and no place.</summary>
public interface ICounted : IEvent
{
    string Kind { get; }
}

/// <summary>An event waiting to be stored, with the instant from which it may be delivered (null: now).</summary>
public sealed record Raised(IEvent Event, DateTimeOffset? At);

/// <summary>What a module does when an event reaches it; it runs at least once and must be idempotent.</summary>
public interface IReaction<in TEvent> where TEvent : IEvent
{
    Task React(TEvent happened, CancellationToken ct);
}

/// <summary>A reaction that takes many events in one transaction, which begins when it first writes and costs far less; when that fails, each comes alone.</summary>
public interface IManyReaction<in TEvent> : IReaction<TEvent> where TEvent : IEvent
{
    Task React(IReadOnlyList<TEvent> happened, CancellationToken ct);

    Task IReaction<TEvent>.React(TEvent happened, CancellationToken ct) => React([happened], ct);
}
