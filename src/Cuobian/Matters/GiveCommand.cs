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
}

/// <summary>Passes a command from a page to the use case behind it; the same ones the API calls.</summary>
public sealed class GiveCommand(IServiceProvider services)
{
    public Task<Matter?> Run(string number, MatterCommand command, Filled form, CancellationToken ct) => command switch
    {
        MatterCommand.Accept => Get<AcceptMatter>().Run(number, ct),
        MatterCommand.Return => Get<ReturnMatter>().Run(number, new() { Reason = form.Reason }, ct),
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
        _ => throw new Denied(command.ToString()),
    };

    /// <summary>Commands that staff give on a page; the others belong to reporters, passers-by and the system.</summary>
    public static bool IsForStaff(MatterRule rule) => rule.Who is (Who.Staff or Who.Other or Who.ReporterOrStaff) && Known.Contains(rule.Command);

    /// <summary>The commands passed on below, so that no page shows a button that leads nowhere.</summary>
    private static readonly MatterCommand[] Known =
    [
        MatterCommand.Accept, MatterCommand.Return, MatterCommand.Classify, MatterCommand.Dispatch, MatterCommand.SelfHandle, MatterCommand.Submit, MatterCommand.Pass, MatterCommand.Fail,
        MatterCommand.Rework, MatterCommand.Uphold, MatterCommand.Reopen, MatterCommand.Comment, MatterCommand.Attach,
    ];

    private T Get<T>() where T : notnull => services.GetRequiredService<T>();
}
