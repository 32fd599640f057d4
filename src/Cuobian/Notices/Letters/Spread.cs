using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

namespace Cuobian.Notices.Letters;

/// <summary>One happening on its way to all who must hear of it, round by round, so that ten thousand followers hold up nobody. Kept while a round waits.</summary>
public sealed class Spread : Aggregate
{
    private Spread() { }

    /// <summary>One key for each happening, so that an event delivered twice is told once.</summary>
    public string Event { get; private init; } = "";

    public Guid Matter { get; private init; }

    public string Happened { get; private init; } = "";

    public DateTimeOffset At { get; private init; }

    /// <summary>The called unit it is about, and the accounts the event names, where it does.</summary>
    public string? Unit { get; private init; }

    public string? People { get; private init; }

    /// <summary>Where the last round ended among supporters, then among followers.</summary>
    public Guid? AfterSupporter { get; private set; }

    public Guid? AfterFollower { get; private set; }

    public int Round { get; private set; }

    public SpreadPart Part { get; private set; }

    /// <summary>Is the next round left to the queue?</summary>
    public bool Waits { get; private set; }

    public static string KeyOf(Happening told) => $"{told.Matter:N}.{told.What}.{told.At.UtcTicks}{(told.Unit is { } unit ? "." + unit : "")}";

    public static Spread Begin(Happening told) => new()
    {
        Id = Guid.CreateVersion7(told.At),
        Event = KeyOf(told),
        Matter = told.Matter,
        Happened = told.What,
        At = told.At,
        Unit = told.Unit,
        People = told.People is { Count: > 0 } people ? string.Join(' ', people.Select(p => p.ToString("N"))) : null,
    };

    /// <summary>The accounts that the event itself names.</summary>
    public IEnumerable<Guid> Named => (People ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse);

    /// <summary>A round is over; a full one is followed by another of the same part, later; a shorter one by the next part, at once.</summary>
    public void Go(Guid? last, bool full)
    {
        if (Part == SpreadPart.Supporters) AfterSupporter = last ?? AfterSupporter;
        if (Part == SpreadPart.Followers) AfterFollower = last ?? AfterFollower;
        if (!full) Part++;
        Round++;
        Waits = full;
        if (full) Raise(new SpreadDue(Id, Round));
    }

    /// <summary>Nobody looks on: there is nothing more to do.</summary>
    public void End() => (Part, Round) = (SpreadPart.Done, Round + 1);
}

/// <summary>Whose turn it is: those it concerns, then supporters, then followers.</summary>
public enum SpreadPart { Concerned, Supporters, Followers, Done }

/// <summary>The next round of a spread is due.</summary>
public sealed record SpreadDue(Guid Spread, int Round) : IEvent;

/// <summary>Something happened to a matter, by the name the table of topics knows; the event may name a called unit or the people themselves.</summary>
public sealed record Happening(Guid Matter, string What, DateTimeOffset At)
{
    public string? Unit { get; init; }

    public IReadOnlyList<Guid>? People { get; init; }
}

/// <summary>A happening, the matter it happened to and what is told of it.</summary>
internal sealed record Telling(Spread Spread, MatterParties Parties, IReadOnlyList<Topic> Topics)
{
    public bool MayHaveOnlookers => Parties.IsPublic && Topics.Any(t => t.To.Contains(Audience.Supporter) || t.To.Contains(Audience.Follower));
}
