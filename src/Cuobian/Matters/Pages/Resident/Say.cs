using Cuobian.Web.Components;

namespace Cuobian.Matters.Pages.Resident;

/// <summary>How residents are told where a matter stands: the key of the word and its tone.</summary>
internal static class Say
{
    public static string Badge(MatterState state) => $"mine_badge_{state}";

    public static Tone Tone(MatterState state) => state switch
    {
        MatterState.Registered or MatterState.Triage or MatterState.Withdrawn or MatterState.Merged or MatterState.Diverted => Web.Components.Tone.Plain,
        MatterState.Dispatched or MatterState.Handling or MatterState.Verifying => Web.Components.Tone.Info,
        MatterState.Feedback or MatterState.Closed => Web.Components.Tone.Ok,
        MatterState.Review or MatterState.Rejected => Web.Components.Tone.Soon,
    };

    public static string? Icon(MatterState state) => state is MatterState.Feedback or MatterState.Closed ? "check" : null;

    /// <summary>Who did it and what, in words of parts: "you", the unit, the system.</summary>
    public static string Step(PublicStep step) => step switch
    {
        { Command: MatterCommand.Comment or MatterCommand.Attach, Part: Part.Reporter } => $"mine_step_{step.Command}_own",
        { Command: MatterCommand.Register, Part: Part.Staff } => "mine_step_Register_for",
        { Command: MatterCommand.Reopen, Part: Part.Reporter } => "mine_step_Reopen_own",
        _ => $"mine_step_{step.Command}",
    };

    /// <summary>The same for everybody: whoever reported it is not the reader.</summary>
    public static string OpenStep(MatterCommand command) => command is MatterCommand.Register or MatterCommand.Pass or MatterCommand.Rate or MatterCommand.Contest
        or MatterCommand.Withdraw or MatterCommand.Reopen or MatterCommand.Appeal or MatterCommand.Reply or MatterCommand.Ask ? $"open_step_{command}" : $"mine_step_{command}";

    public static string OpenNow(MatterState state) => state is MatterState.Feedback or MatterState.Review or MatterState.Withdrawn or MatterState.Rejected or MatterState.Merged
        ? $"open_now_{state}" : $"mine_now_{state}";

    public static string? OpenWaits(MatterState state) => state == MatterState.Feedback ? "open_waits_reporter" : Waits(state);

    /// <summary>What is waited for; nothing at the end.</summary>
    public static string? Waits(MatterState state) => state switch
    {
        MatterState.Closed or MatterState.Withdrawn or MatterState.Merged or MatterState.Diverted or MatterState.Rejected => null,
        MatterState.Feedback => "mine_waits_you",
        MatterState.Verifying => "mine_waits_check",
        MatterState.Handling => "mine_waits_work",
        MatterState.Review => "mine_waits_review",
        MatterState.Registered or MatterState.Triage => "mine_waits_sort",
        MatterState.Dispatched => "mine_waits_accept",
    };

    public static Tone StepTone(MatterCommand command) => command switch
    {
        MatterCommand.Submit or MatterCommand.Pass or MatterCommand.Rate or MatterCommand.Uphold => Web.Components.Tone.Ok,
        MatterCommand.Return or MatterCommand.Fail or MatterCommand.Contest or MatterCommand.Reopen or MatterCommand.Rework
            or MatterCommand.GrantSuspension or MatterCommand.GrantExtension or MatterCommand.GrantRejection or MatterCommand.Ask => Web.Components.Tone.Soon,
        MatterCommand.Comment or MatterCommand.Attach or MatterCommand.Urge or MatterCommand.Withdraw or MatterCommand.Lapse => Web.Components.Tone.Plain,
        _ => Web.Components.Tone.Info,
    };
}
