using Cuobian.Kernel;
using Cuobian.Matters.Clocks;

namespace Cuobian.Matters;

/// <summary>What needs a second officer, what waits, and what goes elsewhere (commands 10 to 13, 21, 24 to 26).</summary>
public sealed partial class Matter
{
    /// <summary>Asks another officer for a transfer, a suspension, an extension or a rejection; one request at a time.</summary>
    public void Ask(MatterRequest request, Act act)
    {
        var command = AskForDecision.CommandOf(request.Kind);
        MustBeLegal(command);
        if (request.Kind is RequestKind.Suspension or RequestKind.Extension)
            Refused.If(Running(ClockKind.Handle) is { } handle && handle.IsOver(act.At), "matters.overdue_already");
        Refused.If(request.Kind == RequestKind.Extension && Extended, "matters.extended_already");
        var most = act.Clockwork.Limits.SuspendTimesAtMost;
        Refused.If(request.Kind == RequestKind.Suspension && Suspensions >= most, "matters.suspended_enough", most);
        if (request.Kind == RequestKind.Transfer) MustBeAnother(request.Unit!);
        Do(command, act, changed: request);
        Request = request;
    }

    /// <summary>Another officer grants what was asked.</summary>
    public void Grant(Category? category, Act act)
    {
        if (Request is not { } asked)
        {
            MustBeLegal(MatterCommand.DenyRequest);
            return;
        }
        switch (asked.Kind)
        {
            case RequestKind.Transfer:
                MustBeLegal(MatterCommand.GrantTransfer);
                MustBeAnother(asked.Unit!);
                Do(MatterCommand.GrantTransfer, act, category, new { unit = new[] { LeadUnit, asked.Unit } });
                (LeadUnit, Handler, HandlerUnit, Transfers) = (asked.Unit, null, null, Transfers + 1);
                GoOn(act);
                break;
            case RequestKind.Suspension:
                MustBeLegal(MatterCommand.GrantSuspension);
                MustBeCountable(act);
                Do(MatterCommand.GrantSuspension, Told(asked, act), category, asked);
                Suspensions++;
                Wait(asked.Pause!.Value, asked.Until!.Value, act);
                break;
            case RequestKind.Extension:
                ExtendBy(asked.Minutes!.Value, act);
                break;
            case RequestKind.Rejection:
                Do(MatterCommand.GrantRejection, Told(asked, act), category);
                (Answer, ClosedAt) = (asked.Reason, act.At);
                break;
        }
        Request = null;
    }

    /// <summary>The new due time is recorded beside the old one.</summary>
    private void ExtendBy(int minutes, Act act)
    {
        MustBeLegal(MatterCommand.GrantExtension);
        var handle = Running(ClockKind.Handle)!;
        var before = handle.DueAt;
        handle.Extend(minutes, act.Clockwork);
        Extended = true;
        Do(MatterCommand.GrantExtension, act, changed: new { minutes, due = new[] { before, handle.DueAt } });
        RingWhenDue(handle, act.Clockwork);
    }

    /// <summary>What was written for the reporter when it was asked is said once it is granted.</summary>
    private static Act Told(MatterRequest asked, Act act) => act.Words is null ? act with { Words = asked.Reason } : act;

    public void Deny(Act act)
    {
        Do(MatterCommand.DenyRequest, act, changed: Request);
        Request = null;
    }

    /// <summary>The handler needs to know something of the reporter; the clock waits for the answer, but not for ever.</summary>
    public void AskReporter(Act act)
    {
        MustBeLegal(MatterCommand.Ask);
        MustBeCountable(act);
        Do(MatterCommand.Ask, act);
        Wait(PauseReason.Reporter, act.At.AddDays(act.Clockwork.Limits.AskDays), act);
    }

    public void Reply(Act act)
    {
        Do(MatterCommand.Reply, act);
        GoOn(act);
    }

    public void Resume(Act act)
    {
        Do(MatterCommand.Resume, act);
        GoOn(act);
    }

    public void Appeal(Category? category, Act act)
    {
        MustBeLegal(MatterCommand.Appeal);
        Refused.If(Appealed, "matters.appealed_already");
        Do(MatterCommand.Appeal, act, category);
        (Appealed, ClosedAt) = (true, null);
    }

    /// <summary>Becomes part of another matter that is still under way, and its own parts with it; its clocks stand still and go on when it is taken out again.</summary>
    public void MergeInto(Matter root, Act act, params IEnumerable<Matter> parts)
    {
        MustBeLegal(MatterCommand.Merge);
        Refused.If(root.Id == Id || MatterRules.Ended.Contains(root.State), "matters.bad_root");
        MustBeCountable(act);
        LeaveBy(MatterCommand.Merge, act, new { root = root.Number });
        foreach (var part in parts) part.Follow(root, instead: this);
        Follow(root, instead: null);
        root.RaiseByWeight(null, act);
    }

    /// <summary>Twins are of one family of categories; what has none yet may turn out to be of any.</summary>
    public bool IsOfFamily(Matter root) => CategoryCode is null || root.CategoryCode is null || CategoryCode[..2] == root.CategoryCode[..2];

    /// <summary>Out of the other matter again, where it stood, with the time that was left; not when the work was done there.</summary>
    public void Unmerge(Matter root, Act act)
    {
        MustBeLegal(MatterCommand.Unmerge);
        Refused.If(root.State == MatterState.Closed, "matters.root_ended");
        Do(MatterCommand.Unmerge, act, changed: new { root = root.Number });
        ComeBack(act);
        root.Supporters -= Supporters + 1;
        MergedInto = null;
    }

    /// <summary>The people of a part, its reporter and supporters, count with the whole; every chain is one hop long.</summary>
    private void Follow(Matter root, Matter? instead)
    {
        if (instead is not null) instead.Supporters -= Supporters + 1;
        root.Supporters += Supporters + 1;
        MergedInto = root.Id;
    }

    public void Divert(DivertTarget target, string? number, Act act)
    {
        MustBeLegal(MatterCommand.Divert);
        MustBeCountable(act);
        LeaveBy(MatterCommand.Divert, act, new { target = target.ToString(), number });
        (DivertedTo, ExternalNumber) = (target, number);
    }

    public void TakeBack(Act act)
    {
        Do(MatterCommand.TakeBack, act);
        ComeBack(act);
    }

    /// <summary>A clock may stand still only where its minutes so far are known; else somebody must load the year first.</summary>
    private void MustBeCountable(Act act)
    {
        foreach (var clock in clocks.Where(c => c.Runs))
            Refused.If(!clock.CanPause(act.At, act.Clockwork), "matters.calendar_missing", act.At.ToOffset(WorkCalendar.Zone).Year);
    }

    /// <summary>A transfer goes to a unit that has nothing to do with it yet.</summary>
    private void MustBeAnother(string unit)
    {
        Refused.If(unit == LeadUnit, "matters.same_unit");
        MustNotBeCalled(unit);
    }

    private void MustNotBeCalled(string unit) => Refused.If(co.Any(c => c.Unit == unit), "matters.called_already", unit);

    private void Wait(PauseReason reason, DateTimeOffset until, Act act)
    {
        // Whole seconds, because a database may not keep all digits and the end of the pause is known by this instant.
        until = until.AddTicks(-(until.Ticks % TimeSpan.TicksPerSecond));
        (Pause, PausedUntil) = (reason, until);
        Running(ClockKind.Handle)?.Pause(act.At, act.Clockwork);
        SetNextDue();
        Raise(new PauseOver(Id, until), until);
    }

    private void GoOn(Act act)
    {
        (Pause, PausedUntil) = (null, null);
        if (Running(ClockKind.Handle) is { PausedAt: not null } handle)
        {
            handle.Resume(act.At, act.Clockwork);
            RingWhenDue(handle, act.Clockwork);
        }
        SetNextDue();
    }

    /// <summary>Out of our hands for now: remembers where it stood and lets every clock stand still.</summary>
    private void LeaveBy(MatterCommand command, Act act, object changed)
    {
        var before = State;
        Do(command, act, changed: changed);
        StateBefore = before;
        foreach (var clock in clocks.Where(c => c.Runs)) clock.Pause(act.At, act.Clockwork);
        SetNextDue();
    }

    private void ComeBack(Act act)
    {
        foreach (var clock in clocks.Where(c => c.Runs)) clock.Resume(act.At, act.Clockwork);
        StateBefore = null;
        SetNextDue();
        foreach (var clock in clocks.Where(c => c.Runs)) RingWhenDue(clock, act.Clockwork);
    }
}
