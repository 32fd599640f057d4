using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using static Cuobian.Matters.ClockKind;
using static Cuobian.Matters.MatterCommand;
using static Cuobian.Matters.MatterState;

namespace Cuobian.Matters;

/// <summary>Whose command it is.</summary>
public enum Who
{
    /// <summary>Anybody, if the matter is public.</summary>
    Anyone,

    /// <summary>Only the person who reported, by account or by number and code.</summary>
    Reporter,

    /// <summary>Staff holding the permission for the matter's area and lead unit.</summary>
    Staff,

    /// <summary>Staff holding the permission who are neither the handler nor of the handler's unit.</summary>
    Other,

    /// <summary>Staff holding the permission who did not make the request themselves.</summary>
    Second,

    /// <summary>Staff holding the permission for one of the called units.</summary>
    Called,

    /// <summary>Staff holding the permission at the level that supervises the matter.</summary>
    Above,

    /// <summary>The reporter, or staff holding the permission.</summary>
    ReporterOrStaff,

    /// <summary>The rules and timers themselves.</summary>
    System,
}

/// <summary>What a command needs to be told, besides being pressed.</summary>
[Flags]
public enum Needs { Nothing = 0, Reason = 1, Words = 2, Unit = 4, Category = 8, Outcome = 16, Photo = 32, Answers = 64, Until = 128, Hours = 256, Target = 512, Diversion = 1024, Pause = 2048, Units = 4096, Tier = 8192, Parts = 16384, What = 32768, Milestone = 65536, Why = 131072 }

/// <summary>What must be so besides the state: a request that waits, or a clock that stands still.</summary>
public enum When { Always, NothingAsked, TransferAsked, SuspensionAsked, ExtensionAsked, RejectionAsked, SomethingAsked, Paused, Running, AskedReporter, CoCalled, CoAccepted, CoOpen, Hidden, NotCalledOut, CallWaits, OnTheWay, NoPanel, HasPanel, MilestoneOpen }

/// <summary>One row of the table: from where, to where (null: stays), whose, with what, which clocks start and stop, and what else it takes if given.</summary>
public sealed record MatterRule(
    MatterCommand Command, MatterState[] From, MatterState? To, Who Who, string? Permission = null, Needs Needs = Needs.Nothing,
    ClockKind[]? Stops = null, ClockKind[]? Starts = null, When When = When.Always, Needs Takes = Needs.Nothing)
{
    /// <summary>Goes back to the state it was in before it was merged or diverted.</summary>
    public bool GoesBack { get; init; }

    /// <summary>Leads off the straight way, or decides on such a step: nobody waits for it to be given.</summary>
    public bool Aside { get; init; }

    /// <summary>A judgement on the work, which nobody gives on their own.</summary>
    public bool NotOnOwnWork { get; init; }
}

/// <summary>The process of a matter as one table: what is legal from which state, for whom, and which clocks it touches.</summary>
public static class MatterRules
{
    /// <summary>Pinned on every matter, so that a later table does not change what is under way.</summary>
    public const int Version = 1;

    private static readonly MatterState[] BeforeVerifying = [Registered, MatterState.Triage, Dispatched, Handling];
    private static readonly MatterState[] Open = [.. BeforeVerifying, Verifying, MatterState.Feedback, MatterState.Review];
    private static readonly MatterState[] Timed = [MatterState.Triage, Dispatched, Handling, Verifying, MatterState.Review];
    private static readonly MatterState[] Any = Enum.GetValues<MatterState>();
    private static readonly ClockKind[] AllClocks = Enum.GetValues<ClockKind>();

    /// <summary>Nobody here works on it any more, for good or for now.</summary>
    public static readonly MatterState[] Ended = [Closed, Withdrawn, Merged, Diverted, Rejected];

    /// <summary>In the order in which buttons are shown. Numbers: the command table in docs/matters.md.</summary>
    public static readonly IReadOnlyList<MatterRule> Table =
    [
        /*  1 */ new(Register, [], Registered, Who.Anyone, Needs: Needs.Words),
        /*  2 */ new(MatterCommand.Route, [Registered], Dispatched, Who.System, Starts: [ClockKind.Accept, Handle]),
        /*  3 */ new(SendToTriage, [Registered], MatterState.Triage, Who.System, Starts: [ClockKind.Triage]),
        /*  7 */ new(MatterCommand.Accept, [Dispatched], Handling, Who.Staff, MattersPermissions.Handle, Stops: [ClockKind.Accept]),
        /* 15 */ new(Submit, [Handling], Verifying, Who.Staff, MattersPermissions.Handle, Needs.Outcome | Needs.Words, Stops: [Handle, ClockKind.Arrive], Starts: [Verify], Takes: Needs.Photo),
        /* 16 */ new(Pass, [Verifying], MatterState.Feedback, Who.Other, MattersPermissions.Verify, Stops: [Verify], Starts: [ClockKind.Feedback], Takes: Needs.Words),
        /* 17 */ new(Fail, [Verifying], Handling, Who.Other, MattersPermissions.Verify, Needs.Reason, Stops: [Verify], Starts: [Handle]),
        /*  5 */ new(Dispatch, [MatterState.Triage], Dispatched, Who.Staff, MattersPermissions.Dispatch, Needs.Unit, Stops: [ClockKind.Triage], Starts: [ClockKind.Accept, Handle]),
        /*  4 */ new(Classify, [MatterState.Triage], null, Who.Staff, MattersPermissions.Triage, Needs.Category),
        /*  8 */ new(Return, [Dispatched], MatterState.Triage, Who.Staff, MattersPermissions.Handle, Needs.Reason, Stops: [ClockKind.Accept], Starts: [ClockKind.Triage], Takes: Needs.Why | Needs.Photo),
        /*  6 */ new(SelfHandle, [MatterState.Triage, Dispatched], Verifying, Who.Staff, MattersPermissions.SelfHandle, Needs.Words | Needs.Photo, Stops: [ClockKind.Triage, ClockKind.Accept, Handle, ClockKind.Arrive], Starts: [Verify]),
        /*  9 */ new(AcceptTimeout, [Dispatched], null, Who.System, Stops: [ClockKind.Accept]),
        /* 18 */ new(Rate, [MatterState.Feedback], Closed, Who.Reporter, Needs: Needs.Answers, Stops: [ClockKind.Feedback, ClockKind.Panel]) { NotOnOwnWork = true },
        /* 19 */ new(Contest, [MatterState.Feedback], MatterState.Review, Who.Reporter, Needs: Needs.Answers, Stops: [ClockKind.Feedback], Starts: [ClockKind.Review]) { NotOnOwnWork = true },
        /* 18 */ new(Lapse, [MatterState.Feedback], Closed, Who.System, Stops: [ClockKind.Feedback, ClockKind.Panel]),
        /* 19 */ new(Rework, [MatterState.Review], Handling, Who.Staff, MattersPermissions.Supervise, Needs.Reason, Stops: [ClockKind.Review], Starts: [Handle]),
        /* 19 */ new(Uphold, [MatterState.Review], Closed, Who.Staff, MattersPermissions.Supervise, Needs.Reason, Stops: [ClockKind.Review, ClockKind.Panel]),
        /* 20 */ new(Reopen, [Closed], Dispatched, Who.ReporterOrStaff, MattersPermissions.Supervise, Needs.Reason, Starts: [ClockKind.Accept, Handle]),
        /* 23 */ new(Withdraw, BeforeVerifying, Withdrawn, Who.Reporter, Stops: AllClocks),
        /* 10 */ new(RequestTransfer, [Handling], null, Who.Staff, MattersPermissions.Handle, Needs.Unit | Needs.Reason, When: When.NothingAsked),
        /* 10 */ new(GrantTransfer, [Handling], Dispatched, Who.Second, MattersPermissions.Supervise, Starts: [ClockKind.Accept], When: When.TransferAsked) { Aside = true },
        /* 11 */ new(Ask, [Handling], null, Who.Staff, MattersPermissions.Handle, Needs.Words, When: When.Running),
        /* 11 */ new(Reply, [Handling], null, Who.Reporter, Needs: Needs.Words, When: When.AskedReporter),
        /* 12 */ new(RequestSuspension, [Handling], null, Who.Staff, MattersPermissions.Handle, Needs.Pause | Needs.Until | Needs.Words, When: When.NothingAsked),
        /* 12 */ new(GrantSuspension, [Handling], null, Who.Second, MattersPermissions.Supervise, When: When.SuspensionAsked),
        /* 12 */ new(Resume, [Handling], null, Who.Staff, MattersPermissions.Handle, When: When.Paused),
        /* 13 */ new(RequestExtension, [Handling], null, Who.Staff, MattersPermissions.Handle, Needs.Hours | Needs.Reason, When: When.NothingAsked),
        /* 13 */ new(GrantExtension, [Handling], null, Who.Second, MattersPermissions.Supervise, When: When.ExtensionAsked),
        /* 25 */ new(RequestRejection, [MatterState.Triage], null, Who.Staff, MattersPermissions.Dispatch, Needs.Words, When: When.NothingAsked),
        /* 25 */ new(GrantRejection, [MatterState.Triage], Rejected, Who.Second, MattersPermissions.Supervise, Stops: AllClocks, When: When.RejectionAsked) { Aside = true },
        /* 25 */ new(Appeal, [Rejected], MatterState.Triage, Who.Reporter, Needs: Needs.Words, Starts: [ClockKind.Triage]),
        /* 12 */ new(DenyRequest, [MatterState.Triage, Handling], null, Who.Second, MattersPermissions.Supervise, Needs.Reason, When: When.SomethingAsked),
        /* 21 */ new(Merge, [MatterState.Triage, Dispatched, Handling], Merged, Who.Staff, MattersPermissions.Dispatch, Needs.Target | Needs.Reason) { Aside = true },
        /* 21 */ new(Unmerge, [Merged], null, Who.Staff, MattersPermissions.Dispatch, Needs.Reason) { GoesBack = true },
        /* 24 */ new(Divert, [MatterState.Triage, Dispatched, Handling], Diverted, Who.Staff, MattersPermissions.Dispatch, Needs.Diversion | Needs.Words) { Aside = true },
        /* 24 */ new(TakeBack, [Diverted], null, Who.Staff, MattersPermissions.Dispatch, Needs.Reason) { GoesBack = true },
        /* 22 */ new(Split, [MatterState.Triage, Dispatched, Handling], null, Who.Staff, MattersPermissions.Dispatch, Needs.Parts | Needs.Reason),
        /* 22 */ new(EndParts, [MatterState.Triage, Dispatched, Handling], Closed, Who.System, Stops: AllClocks),
        /* 26 */ new(CallOut, [MatterState.Triage, Dispatched, Handling], null, Who.Staff, MattersPermissions.Dispatch, Starts: [ClockKind.Arrive], When: When.NotCalledOut),
        /* 26 */ new(TakeCall, [MatterState.Triage, Dispatched, Handling], null, Who.Staff, MattersPermissions.SelfHandle, When: When.CallWaits),
        /* 26 */ new(MatterCommand.Arrive, [MatterState.Triage, Dispatched, Handling], null, Who.Staff, MattersPermissions.SelfHandle, Stops: [ClockKind.Arrive], When: When.OnTheWay),
        /* 26 */ new(FormPanel, [Dispatched, Handling], null, Who.Staff, MattersPermissions.Supervise, Needs.Units | Needs.Words, Starts: [ClockKind.Panel], When: When.NoPanel),
        /* 26 */ new(Meet, [Dispatched, Handling], null, Who.Staff, MattersPermissions.Supervise, Needs.Reason, When: When.HasPanel),
        /* 26 */ new(SetMilestone, [Dispatched, Handling], null, Who.Staff, MattersPermissions.Supervise, Needs.Until | Needs.Words, When: When.HasPanel),
        /* 26 */ new(ReachMilestone, [Dispatched, Handling], null, Who.Staff, MattersPermissions.Supervise, Needs.Milestone | Needs.Words, When: When.MilestoneOpen),
        /* 14 */ new(Whistle, [Dispatched, Handling], null, Who.Staff, MattersPermissions.Dispatch, Needs.Units | Needs.Reason),
        /* 14 */ new(CoAccept, [Dispatched, Handling], null, Who.Called, MattersPermissions.Handle, When: When.CoCalled),
        /* 14 */ new(CoRefuse, [Dispatched, Handling], null, Who.Called, MattersPermissions.Handle, Needs.Reason, When: When.CoCalled),
        /* 14 */ new(CoFinish, [Dispatched, Handling], null, Who.Called, MattersPermissions.Handle, Needs.Words, When: When.CoAccepted),
        /* 14 */ new(CoTimeout, [Dispatched, Handling], null, Who.System, When: When.CoCalled),
        /* 14 */ new(Waive, [Dispatched, Handling], null, Who.Staff, MattersPermissions.Supervise, Needs.Unit | Needs.Reason, When: When.CoOpen),
        /* 26 */ new(RaiseTier, Open, null, Who.Staff, MattersPermissions.Supervise, Needs.Tier | Needs.Reason),
        /* 26 */ new(LowerTier, Open, null, Who.Above, MattersPermissions.Supervise, Needs.Tier | Needs.Reason, Stops: [ClockKind.Panel]),
        /* 26 */ new(Supervise, Open, null, Who.Staff, MattersPermissions.Supervise, Needs.Reason),
        /* 26 */ new(Breach, Timed, null, Who.System),
        /* 26 */ new(Warn, Timed, null, Who.System),
        /* 26 */ new(Escalate, Timed, null, Who.System),
        /* 26 */ new(Urge, BeforeVerifying, null, Who.ReporterOrStaff, MattersPermissions.Supervise),
        /* 26 */ new(Support, Open, null, Who.Anyone),
        /* 26 */ new(Comment, Any, null, Who.ReporterOrStaff, MattersPermissions.Comment, Needs.Words),
        /* 26 */ new(Attach, Open, null, Who.ReporterOrStaff, MattersPermissions.Comment, Needs.Photo, Takes: Needs.Words),
        /* 26 */ new(Hide, Any, null, Who.Staff, MattersPermissions.Triage, Needs.What | Needs.Reason),
        /* 26 */ new(Restore, Any, null, Who.Staff, MattersPermissions.Triage, Needs.What | Needs.Reason, When: When.Hidden),
    ];

    private static readonly Dictionary<MatterCommand, MatterRule> ByCommand = Table.ToDictionary(r => r.Command);

    public static MatterRule For(MatterCommand command) => ByCommand[command];

    /// <summary>May this actor give the command to a matter with these facts? The state is not asked here.</summary>
    public static bool Allows(this MatterRule rule, Actor actor, MatterFacts facts) => rule.Who switch
    {
        Who.Anyone => facts.Visibility == Visibility.Public || facts.ByReporter,
        Who.Reporter => facts.ByReporter && !(rule.NotOnOwnWork && actor.Account is { } account && account == facts.Handler),
        Who.Staff => MayAsStaff(rule, actor, facts),
        Who.Other => MayAsStaff(rule, actor, facts) && !IsHandler(actor, facts),
        Who.Second => MayAsStaff(rule, actor, facts) && (facts.AskedBy is null || actor.Account != facts.AskedBy),
        Who.Called => facts.Co.Any(co => MayFor(co.Unit, rule, actor, facts)),
        Who.Above => !actor.IsSystem && actor.May(rule.Permission!, facts.LevelAbove, facts.LeadUnit),
        Who.ReporterOrStaff => facts.ByReporter || MayAsStaff(rule, actor, facts),
        Who.System => actor.IsSystem,
    };

    /// <summary>The commands this actor may give now, in the order of the buttons.</summary>
    public static IEnumerable<MatterRule> Legal(Actor actor, MatterFacts facts) =>
        Table.Where(r => r.From.Contains(facts.State) && r.Who != Who.System && r.IsMoment(facts) && r.Allows(actor, facts) && IsTheirTurn(r, actor, facts));

    /// <summary>Is it the moment for this command, besides the state?</summary>
    public static bool IsMoment(this MatterRule rule, MatterFacts facts) => rule.When switch
    {
        When.Always => true,
        When.NothingAsked => facts.Asked is null,
        When.TransferAsked => facts.Asked == RequestKind.Transfer,
        When.SuspensionAsked => facts.Asked == RequestKind.Suspension,
        When.ExtensionAsked => facts.Asked == RequestKind.Extension,
        When.RejectionAsked => facts.Asked == RequestKind.Rejection,
        When.SomethingAsked => facts.Asked is not null,
        When.Paused => facts.Pause is not null,
        When.Running => facts.Pause is null,
        When.AskedReporter => facts.Pause == PauseReason.Reporter,
        When.Hidden => facts.HasHidden,
        When.NotCalledOut => facts.Call == CallStage.None,
        When.CallWaits => facts.Call == CallStage.Waiting,
        When.OnTheWay => facts.Call is CallStage.Waiting or CallStage.Taken,
        When.NoPanel => facts is { Tier: Matters.Tier.Hard, HasPanel: false },
        When.HasPanel => facts.HasPanel,
        When.MilestoneOpen => facts.HasOpenMilestone,
        When.CoCalled or When.CoAccepted or When.CoOpen => facts.Co.Any(co => Waits(rule.When, co.State)),
    };

    private static bool Waits(When moment, CoState state) => state switch
    {
        CoState.Called => moment is When.CoCalled or When.CoOpen,
        CoState.Accepted => moment is When.CoAccepted or When.CoOpen,
        CoState.Refused => moment is When.CoOpen,
        CoState.Finished or CoState.Waived => false,
    };

    private static bool MayAsStaff(MatterRule rule, Actor actor, MatterFacts facts) => MayFor(facts.LeadUnit, rule, actor, facts);

    private static bool MayFor(string? unit, MatterRule rule, Actor actor, MatterFacts facts) =>
        !actor.IsSystem && actor.May(rule.Permission!, facts.Area, unit);

    /// <summary>Of several called units each is waited for by itself: one that has answered is not asked again.</summary>
    private static bool IsTheirTurn(MatterRule rule, Actor actor, MatterFacts facts) =>
        rule.Who != Who.Called || facts.Co.Any(co => Waits(rule.When, co.State) && MayFor(co.Unit, rule, actor, facts));

    private static bool IsHandler(Actor actor, MatterFacts facts) =>
        actor.Account == facts.Handler || (actor.Unit is not null && actor.Unit == facts.HandlerUnit);
}

/// <summary>The facts of a matter that decide who may do what with it.</summary>
public sealed record MatterFacts(
    MatterState State, Visibility Visibility, string Area, string? LeadUnit, Guid? Handler, string? HandlerUnit, bool ByReporter)
{
    /// <summary>What waits for another officer's decision, and who asked.</summary>
    public RequestKind? Asked { get; init; }

    public Guid? AskedBy { get; init; }

    /// <summary>Why the handling clock stands still; null while it runs.</summary>
    public PauseReason? Pause { get; init; }

    /// <summary>Are there words or photos that only staff see?</summary>
    public bool HasHidden { get; init; }

    public Tier Tier { get; init; }

    /// <summary>The area whose level supervises it, or would.</summary>
    public string LevelAbove { get; init; } = "";

    /// <summary>How far the team is that was called out.</summary>
    public CallStage Call { get; init; }

    /// <summary>Is it supervised jointly, with a milestone that was not reached yet?</summary>
    public bool HasPanel { get; init; }

    public bool HasOpenMilestone { get; init; }

    /// <summary>The units called to help, and where each stands.</summary>
    public IReadOnlyList<(string Unit, CoState State)> Co { get; init; } = [];
}
