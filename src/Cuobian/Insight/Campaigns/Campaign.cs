using Cuobian.Kernel;

namespace Cuobian.Insight.Campaigns;

/// <summary>Where a class of problems stands.</summary>
public enum CampaignState { Open, Closed }

/// <summary>
/// A class of problems that is put right as one (点题整治): who owns it, what is to be reached by when, the measures with their
/// evidence, and the matters it is about. Everybody sees it only once somebody publishes it, under its public title.
/// </summary>
public sealed class Campaign : Aggregate
{
    private readonly List<Measure> measures = [];

    private Campaign() { }

    public string Title { get; private init; } = "";

    /// <summary>What everybody reads; null until it is published.</summary>
    public string? PublicTitle { get; private set; }

    public string Area { get; private init; } = "";

    public string? Category { get; private init; }

    public string OwnerUnit { get; private init; } = "";

    /// <summary>What is to be reached, and by when.</summary>
    public string Target { get; private init; } = "";

    public DateOnly TargetOn { get; private init; }

    public CampaignState State { get; private set; }

    public string? Result { get; private set; }

    public DateTimeOffset OpenedAt { get; private init; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public IReadOnlyList<Measure> Measures => measures;

    public static Campaign Open(string title, string area, string? category, string unit, string target, DateOnly targetOn, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        Title = title,
        Area = area,
        Category = category,
        OwnerUnit = unit,
        Target = target,
        TargetOn = targetOn,
        OpenedAt = at,
    };

    public void Plan(string words, DateOnly due, DateTimeOffset at)
    {
        MustBeOpen();
        measures.Add(new Measure { Id = Guid.CreateVersion7(at), CampaignId = Id, Words = words, DueOn = due });
    }

    /// <summary>A measure is done when somebody says what shows it.</summary>
    public bool TickOff(Guid measure, string evidence, Guid? by, DateTimeOffset at)
    {
        MustBeOpen();
        if (measures.Find(m => m.Id == measure) is not { } found) return false;
        Refused.If(found.DoneAt is not null, "insight.measure_done");
        (found.Evidence, found.DoneAt, found.DoneBy) = (evidence, at, by);
        return true;
    }

    public void Publish(string title) => PublicTitle = title;

    public void Hide() => PublicTitle = null;

    /// <summary>Closed with a result, and only when every measure was done.</summary>
    public void Close(string result, DateTimeOffset at)
    {
        MustBeOpen();
        Refused.If(measures.Count == 0, "insight.no_measures");
        Refused.If(measures.Exists(m => m.DoneAt is null), "insight.measures_left", measures.Count(m => m.DoneAt is null));
        (State, Result, ClosedAt) = (CampaignState.Closed, result, at);
    }

    private void MustBeOpen() => Refused.If(State != CampaignState.Open, "insight.campaign_closed");
}

/// <summary>One thing to be done, by a day, and what shows that it was.</summary>
public sealed class Measure
{
    public required Guid Id { get; init; }

    public required Guid CampaignId { get; init; }

    public required string Words { get; init; }

    public required DateOnly DueOn { get; init; }

    public DateTimeOffset? DoneAt { get; set; }

    public Guid? DoneBy { get; set; }

    public string? Evidence { get; set; }
}

/// <summary>A matter that belongs to a class of problems.</summary>
public sealed class CampaignMatter
{
    public required Guid CampaignId { get; init; }

    public required string Number { get; init; }

    public required DateTimeOffset At { get; init; }
}
