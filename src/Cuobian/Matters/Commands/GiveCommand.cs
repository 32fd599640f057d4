using Cuobian.Kernel;

namespace Cuobian.Matters;

/// <summary>What a person filled into the form of a command; each command takes what its row of the table names.</summary>
public sealed record Filled
{
    public string? Reason { get; init; }

    public string? Words { get; init; }

    public string? Unit { get; init; }

    public string? Category { get; init; }

    public string? Area { get; init; }

    public Outcome? Outcome { get; init; }

    public List<Guid> Before { get; init; } = [];

    /// <summary>Photos of the result, or of a matter in general.</summary>
    public List<Guid> Photos { get; init; } = [];

    public PauseReason? Pause { get; init; }

    public DateTimeOffset? Until { get; init; }

    public int? Hours { get; init; }

    public string? Target { get; init; }

    /// <summary>Merge although the kinds differ.</summary>
    public bool Anyway { get; init; }

    public ReturnReason? Why { get; init; }

    public DivertTarget? DivertTo { get; init; }

    public string? ExternalNumber { get; init; }

    public List<string> Units { get; init; } = [];

    public Tier? Tier { get; init; }

    /// <summary>What each part of a split matter is about.</summary>
    public List<string> Parts { get; init; } = [];

    /// <summary>The place of a milestone in the list.</summary>
    public int? Which { get; init; }

    /// <summary>What is hidden or shown again.</summary>
    public string? What { get; init; }
}

/// <summary>Passes a command from a page to the use case behind it; the same ones the API calls.</summary>
public sealed class GiveCommand(IServiceProvider services)
{
    public Task<Matter?> Run(string number, MatterCommand command, Filled form, CancellationToken ct) => command switch
    {
        MatterCommand.Accept => Get<AcceptMatter>().Run(number, ct),
        MatterCommand.Return => Get<ReturnMatter>().Run(number, new() { Why = form.Why, Reason = form.Reason, Photos = form.Photos }, ct),
        MatterCommand.Classify => Get<ClassifyMatter>().Run(number, new() { CategoryCode = form.Category, AreaCode = form.Area, Reason = form.Reason }, ct),
        MatterCommand.Dispatch => Get<DispatchMatter>().Run(number, new() { UnitCode = form.Unit, Reason = form.Reason }, ct),
        MatterCommand.SelfHandle => Get<SelfHandleMatter>().Run(number, new() { Words = form.Words, Before = form.Before, After = form.Photos }, ct),
        MatterCommand.Submit => Get<SubmitResult>().Run(number, new() { Outcome = form.Outcome, Words = form.Words, Reason = form.Reason, Photos = form.Photos }, ct),
        MatterCommand.Pass => Get<VerifyMatter>().Pass(number, new() { Reason = form.Reason, Words = form.Words }, ct),
        MatterCommand.Fail => Get<VerifyMatter>().Fail(number, new() { Reason = form.Reason, Words = form.Words }, ct),
        MatterCommand.Rework => Get<SettleReview>().Rework(number, new() { Reason = form.Reason, Words = form.Words }, ct),
        MatterCommand.Uphold => Get<SettleReview>().Uphold(number, new() { Reason = form.Reason, Words = form.Words }, ct),
        MatterCommand.Reopen => Get<ReopenMatter>().Run(number, null, new() { Reason = form.Reason }, ct),
        MatterCommand.Comment => Get<CommentOnMatter>().Run(number, null, new() { Words = form.Words }, ct),
        MatterCommand.Attach => Get<AttachPhotos>().Run(number, null, new() { Photos = form.Photos, Stage = PhotoStage.Before, Words = form.Words }, ct),
        MatterCommand.RequestTransfer => Get<AskForDecision>().Run(number, RequestKind.Transfer, Asking(form), ct),
        MatterCommand.RequestSuspension => Get<AskForDecision>().Run(number, RequestKind.Suspension, Asking(form), ct),
        MatterCommand.RequestExtension => Get<AskForDecision>().Run(number, RequestKind.Extension, Asking(form), ct),
        MatterCommand.RequestRejection => Get<AskForDecision>().Run(number, RequestKind.Rejection, Asking(form), ct),
        MatterCommand.GrantTransfer or MatterCommand.GrantSuspension or MatterCommand.GrantExtension or MatterCommand.GrantRejection =>
            Get<DecideRequest>().Grant(number, new() { Reason = form.Reason, Words = form.Words }, ct),
        MatterCommand.DenyRequest => Get<DecideRequest>().Deny(number, new() { Reason = form.Reason }, ct),
        MatterCommand.Ask => Get<AskReporter>().Ask(number, new() { Words = form.Words }, ct),
        MatterCommand.Resume => Get<AskReporter>().Resume(number, new() { Words = form.Words }, ct),
        MatterCommand.Merge => Get<MergeMatter>().Merge(number, new() { Target = Digits(form.Target), Anyway = form.Anyway, Reason = form.Reason }, ct),
        MatterCommand.Unmerge => Get<MergeMatter>().Unmerge(number, new() { Reason = form.Reason }, ct),
        MatterCommand.Divert => Get<DivertMatter>().Divert(number, new() { DivertTo = form.DivertTo, ExternalNumber = form.ExternalNumber, Words = form.Words }, ct),
        MatterCommand.TakeBack => Get<DivertMatter>().TakeBack(number, new() { Reason = form.Reason }, ct),
        MatterCommand.RaiseTier or MatterCommand.LowerTier or MatterCommand.Supervise => Get<ChangeTier>().Run(number, command, new() { Tier = form.Tier, Reason = form.Reason }, ct),
        MatterCommand.Whistle => Get<CallUnits>().Whistle(number, new() { UnitCodes = form.Units, Reason = form.Reason }, ct),
        MatterCommand.Waive => Get<CallUnits>().Waive(number, new() { UnitCode = form.Unit, Reason = form.Reason }, ct),
        MatterCommand.Urge => Get<UrgeMatter>().Run(number, null, new() { Words = form.Words }, ct),
        MatterCommand.CallOut or MatterCommand.TakeCall or MatterCommand.Arrive => Get<CallTeam>().Run(number, command, new() { Reason = form.Reason }, ct),
        MatterCommand.FormPanel or MatterCommand.Meet or MatterCommand.SetMilestone or MatterCommand.ReachMilestone =>
            Get<LeadPanel>().Run(number, command, new() { UnitCodes = form.Units, Words = form.Words, Reason = form.Reason, Until = form.Until, Which = form.Which }, ct),
        MatterCommand.Split => Split(number, form, ct),
        MatterCommand.Hide or MatterCommand.Restore => Get<HideMatter>().Run(number, command, new() { What = form.What, Reason = form.Reason }, ct),
        MatterCommand.CoAccept or MatterCommand.CoRefuse or MatterCommand.CoFinish =>
            Get<HelpJointly>().Run(number, command, new() { Reason = form.Reason, Words = form.Words }, ct),
        _ => throw new Denied(command.ToString()),
    };

    /// <summary>Commands that staff give on a page; the others belong to reporters, passers-by and the system.</summary>
    public static bool IsForStaff(MatterRule rule) => rule.Who is Who.Staff or Who.Other or Who.Second or Who.Called or Who.Above or Who.ReporterOrStaff;

    private async Task<Matter?> Split(string number, Filled form, CancellationToken ct) =>
        (await Get<SplitMatter>().Run(number, new() { Parts = [.. form.Parts.Select(text => new SplitMatter.PartForm(text))], Reason = form.Reason }, ct))?.Whole;

    private static AskForDecision.Form Asking(Filled form) => new()
    {
        Reason = form.Reason,
        Words = form.Words,
        UnitCode = form.Unit,
        Pause = form.Pause,
        Until = form.Until,
        Hours = form.Hours,
    };

    /// <summary>A number as people write it, in groups.</summary>
    private static string? Digits(string? number) => number is null ? null : string.Concat(number.Where(char.IsAsciiDigit));

    private T Get<T>() where T : notnull => services.GetRequiredService<T>();
}
