using System.Text.Json;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Rules;

namespace Cuobian.Matters;

/// <summary>Something a person wants put right (事项): reported, dispatched, handled, verified, answered, rated.</summary>
public sealed partial class Matter : Aggregate, ISignalled
{
    public const string SignalName = "matter";
    private readonly List<MatterClock> clocks = [];
    private readonly List<MatterEntry> entries = [];
    private readonly List<MatterPhoto> photos = [];
    private readonly List<MatterCo> co = [];

    private Matter() { }

    /// <summary>The public number: digits only, the last one checks the rest.</summary>
    public string Number { get; private init; } = "";

    public int Process { get; private init; } = MatterRules.Version;

    /// <summary>The versions of the categories and of the calendar that were in force when it was registered.</summary>
    public int CategoriesVersion { get; private init; }

    public int CalendarVersion { get; private init; }

    /// <summary>What was answered to the questions of its category, with the words of the questions as they were.</summary>
    public IReadOnlyList<FormAnswer>? FormAnswers { get; private init; }

    public MatterState State { get; private set; }

    public Tier Tier { get; private set; }

    public Visibility Visibility { get; private set; }

    public Channel Channel { get; private init; }

    public string Text { get; private init; } = "";

    public string? CategoryCode { get; private set; }

    /// <summary>The smallest area known: the grid's code when there is one. Rights are decided by it.</summary>
    public string Area { get; private set; } = "";

    /// <summary>The code of the community around it, or the whole area where that is larger; the database derives it, so a matter that was not read from there has none yet.</summary>
    public string Community { get; private set; } = "";

    public string? Grid { get; private set; }

    public double? Lat { get; private init; }

    public double? Lon { get; private init; }

    /// <summary>The unit that has to put it right.</summary>
    public string? LeadUnit { get; private set; }

    /// <summary>Who handed in the result, and of which unit: they may not verify it.</summary>
    public Guid? Handler { get; private set; }

    public string? HandlerUnit { get; private set; }

    /// <summary>Why the rules sent it where it went.</summary>
    public string? RoutedBecause { get; private set; }

    /// <summary>What waits for another officer's decision.</summary>
    public MatterRequest? Request { get; private set; }

    /// <summary>Why the handling clock stands still, and until when at the latest.</summary>
    public PauseReason? Pause { get; private set; }

    public DateTimeOffset? PausedUntil { get; private set; }

    /// <summary>Where it stood before it was merged or diverted.</summary>
    public MatterState? StateBefore { get; private set; }

    /// <summary>The matter it was merged into.</summary>
    public Guid? MergedInto { get; private set; }

    /// <summary>Who took it over, and their number for it.</summary>
    public DivertTarget? DivertedTo { get; private set; }

    public string? ExternalNumber { get; private set; }

    /// <summary>Who passed it on to us, and their number for it: one matter for each.</summary>
    public DivertTarget? CameFrom { get; private init; }

    public string? TheirNumber { get; private init; }

    public int Transfers { get; private set; }

    public bool Extended { get; private set; }

    /// <summary>How often its work was suspended; there is a limit.</summary>
    public int Suspensions { get; private set; }

    public bool Appealed { get; private set; }

    public Outcome? Outcome { get; private set; }

    /// <summary>The answer the reporter reads; shown once it is verified.</summary>
    public string? Answer { get; private set; }

    /// <summary>When the answer was last verified, and what it took until then: minutes on the unit's clock, and minutes since the report, waiting and all.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    public int? UnitMinutes { get; private set; }

    public int? CitizenMinutes { get; private set; }

    public bool? RatedPrompt { get; private set; }

    public bool? RatedSolved { get; private set; }

    public bool? RatedSatisfied { get; private set; }

    public int Supporters { get; private set; }

    public int Returns { get; private set; }

    public int Fails { get; private set; }

    public int Reopens { get; private set; }

    public int EntryCount { get; private set; }

    public DateTimeOffset RegisteredAt { get; private init; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>When the next staff clock is due; sorts the queue and finds what is overdue.</summary>
    public DateTimeOffset? NextDueAt { get; private set; }

    public IReadOnlyList<MatterClock> Clocks => clocks;

    /// <summary>Only the lines written since loading, unless the history was loaded too.</summary>
    public IReadOnlyList<MatterEntry> Entries => entries;

    public IReadOnlyList<MatterPhoto> Photos => photos;

    /// <summary>The units called to a joint matter (吹哨报到).</summary>
    public IReadOnlyList<MatterCo> Co => co;

    public Signal Signal => new(SignalName, Number, Area, string.Join(' ', co.Select(c => c.Unit).Prepend(LeadUnit).OfType<string>()));

    public MatterFacts Facts(bool byReporter) => new(State, Visibility, Area, LeadUnit, Handler, HandlerUnit, byReporter)
    {
        Asked = Request?.Kind,
        AskedBy = Request?.By,
        Pause = Pause,
        Co = [.. co.Select(c => (c.Unit, c.State))],
        HasHidden = Hidden.Count > 0,
        Tier = Tier,
        Call = Call,
        HasPanel = Panel is not null,
        HasOpenMilestone = Panel?.Milestones.Any(m => m.ReachedAt is null) == true,
        LevelAbove = LevelAbove,
    };

    /// <summary>Where it is, as its parts take it over.</summary>
    internal Place Place => new(Area, Grid, Lat is { } lat && Lon is { } lon ? new GeoPoint(lat, lon) : null, Address);

    public static Matter Register(Report report, Act act, Matter? whole = null)
    {
        var matter = Blank(report, act, whole);
        matter.Write(MatterRules.For(MatterCommand.Register), null, MatterState.Registered, act, null);
        return matter;
    }

    private static Matter Blank(Report report, Act act, Matter? whole = null) => new()
    {
        Id = Guid.CreateVersion7(act.At),
        Number = report.Number,
        Text = report.Text,
        Channel = report.Channel,
        CategoryCode = report.Category?.Code,
        Visibility = report.Visibility,
        Area = report.Place.Area,
        Grid = report.Place.Grid,
        Lat = report.Place.Point?.Lat,
        Lon = report.Place.Point?.Lon,
        Address = report.Place.Address,
        CategoriesVersion = report.Pins.Categories,
        CalendarVersion = report.Pins.Calendar,
        FormAnswers = report.Answers is { Count: > 0 } answers ? answers : null,
        RegisteredAt = act.At,
        SplitFrom = whole?.Id,
        CameFrom = report.From,
        TheirNumber = report.TheirNumber,
    };

    /// <summary>Does what the table says for a command: checks the state, stops and starts clocks, moves, and writes one entry.</summary>
    private void Do(MatterCommand command, Act act, Category? category = null, object? changed = null)
    {
        var rule = MustBeLegal(command);
        var (from, to) = (State, rule.GoesBack ? StateBefore!.Value : rule.To ?? State);
        var ranOut = command is MatterCommand.AcceptTimeout or MatterCommand.Lapse;
        foreach (var kind in rule.Stops ?? []) Running(kind)?.Stop(act.At, act.Clockwork, ranOut);
        foreach (var kind in rule.Starts ?? []) Start(kind, act, category);
        if (to != from) (Request, Pause, PausedUntil) = (null, null, null);
        Write(rule, from, to, act, changed);
    }

    /// <summary>Refuses what the table does not allow now; verbs with conditions of their own ask this first.</summary>
    private MatterRule MustBeLegal(MatterCommand command)
    {
        var rule = MatterRules.For(command);
        Refused.If(!rule.From.Contains(State), "matters.wrong_state", command, State);
        Refused.If(!rule.IsMoment(Facts(byReporter: false)), "matters.wrong_moment", command);
        MustHaveNoOpenParts(rule);
        return rule;
    }

    private void Write(MatterRule rule, MatterState? from, MatterState to, Act act, object? changed)
    {
        State = to;
        UpdatedAt = act.At;
        SetNextDue();
        entries.Add(new MatterEntry
        {
            Id = Guid.CreateVersion7(act.At),
            MatterId = Id,
            Seq = ++EntryCount,
            At = act.At,
            Command = rule.Command,
            From = from,
            To = to,
            Part = act.Part,
            By = act.By.Account,
            ByUnit = act.Part == Part.Staff ? act.By.Unit : null,
            Reason = act.Reason,
            Words = act.Words,
            Changed = changed is null ? null : JsonSerializer.Serialize(changed),
        });
        Raise(new MatterMoved(Id, Number, Area, rule.Command.ToString(), to.ToString(), act.At) { Part = act.Part.ToString() });
        if (SplitFrom is { } whole && to != from && MatterRules.Ended.Contains(to)) Raise(new PartEnded(whole));
    }

    private MatterClock? Running(ClockKind kind) => clocks.SingleOrDefault(c => c.Kind == kind && c.Runs);

    /// <summary>A clock that already runs keeps running: a returned matter does not get its time back.</summary>
    private void Start(ClockKind kind, Act act, Category? category)
    {
        if (Running(kind) is not null) return;
        var (pace, minutes) = act.Clockwork.Budget(kind, category, Tier);
        if (kind == ClockKind.Handle && State is MatterState.Verifying or MatterState.Review) minutes = ReworkMinutes(act, pace);
        var clock = new MatterClock
        {
            Id = Guid.CreateVersion7(act.At),
            MatterId = Id,
            Kind = kind,
            Pace = pace,
            BudgetMinutes = minutes,
            StartedAt = act.At,
            DueAt = act.Clockwork.Due(pace, act.At, minutes),
        };
        clocks.Add(clock);
        RingWhenDue(clock, act.Clockwork);
    }

    private void SetNextDue() => NextDueAt = clocks.Where(c => c is { Runs: true, PausedAt: null } && c.Kind is not (ClockKind.Feedback or ClockKind.Panel)).Min(c => c.DueAt);

    /// <summary>What was left of the handling time, never less than nothing, plus the fixed time for doing it again.</summary>
    private int ReworkMinutes(Act act, Clocks.Pace pace)
    {
        var last = clocks.Where(c => c.Kind == ClockKind.Handle).MaxBy(c => c.StartedAt);
        var left = last is null ? 0 : last.BudgetMinutes - (last.UsedMinutes ?? last.BudgetMinutes);
        return Math.Max(0, left) + act.Clockwork.Limits.Rework.On(pace);
    }
}

/// <summary>What somebody asked another officer to grant: the kind, who, why, and what exactly.</summary>
public sealed record MatterRequest(RequestKind Kind, Guid? By, string? Reason, string? Unit, int? Minutes, PauseReason? Pause, DateTimeOffset? Until);

/// <summary>The instant at which a pause ends by itself.</summary>
public sealed record PauseOver(Guid Matter, DateTimeOffset Until) : IEvent;

/// <summary>The instant at which a running clock is due; the system then does what the table says.</summary>
public sealed record ClockDue(Guid Matter, Guid Clock, ClockKind Kind) : IEvent;
