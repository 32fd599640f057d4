using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

namespace Cuobian.Matters;

/// <summary>Joint supervision of a hard matter: a panel with members, meetings and milestones, on a long clock of its own.</summary>
public sealed partial class Matter
{
    public const int MostMilestones = 20;

    public MatterPanel? Panel { get; private set; }

    public void FormPanel(IReadOnlyList<string> members, Act act)
    {
        Do(MatterCommand.FormPanel, act, changed: new { members });
        Panel = new MatterPanel(members, act.At, [], []);
    }

    /// <summary>The record of a meeting is for staff.</summary>
    public void Meet(Act act)
    {
        Do(MatterCommand.Meet, act);
        Panel = Panel! with { Meetings = [.. Panel.Meetings, new PanelMeeting(act.At, act.Reason ?? "")] };
    }

    public void SetMilestone(DateTimeOffset due, Act act)
    {
        MustBeLegal(MatterCommand.SetMilestone);
        Refused.If(Panel!.Milestones.Count >= MostMilestones, "matters.too_many_milestones", MostMilestones);
        Do(MatterCommand.SetMilestone, act, changed: new { due });
        Panel = Panel with { Milestones = [.. Panel.Milestones, new Milestone(act.Words ?? "", due, null)] };
        Raise(new MilestoneDue(Id, due), due);
    }

    /// <param name="which">Its place in the list, from 1.</param>
    public void ReachMilestone(int which, Act act)
    {
        MustBeLegal(MatterCommand.ReachMilestone);
        var panel = Panel!;
        Refused.If(which < 1 || which > panel.Milestones.Count || panel.Milestones[which - 1].ReachedAt is not null, "matters.no_such_milestone", which);
        Do(MatterCommand.ReachMilestone, act, changed: new { which });
        Panel = panel with { Milestones = [.. panel.Milestones.Select((m, at) => at == which - 1 ? m with { ReachedAt = act.At } : m)] };
    }
}

/// <summary>Who supervises a hard matter together, since when, and how far it is.</summary>
public sealed record MatterPanel(IReadOnlyList<string> Members, DateTimeOffset FormedAt, IReadOnlyList<PanelMeeting> Meetings, IReadOnlyList<Milestone> Milestones);

/// <summary>A meeting of the panel and what was agreed.</summary>
public sealed record PanelMeeting(DateTimeOffset At, string Record);

/// <summary>A step that the reporter can wait for: what, until when, and when it was reached.</summary>
public sealed record Milestone(string Title, DateTimeOffset Due, DateTimeOffset? ReachedAt);
