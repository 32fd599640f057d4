using Cuobian.Kernel;
using Cuobian.People.Contracts;

namespace Cuobian.Matters;

/// <summary>Supervisors form a panel for a hard matter, record its meetings, and set and reach milestones that the reporter can read (联合督办).</summary>
public sealed class LeadPanel(Desk desk, IUnits units, TimeProvider time)
{
    private const int MostMembers = 20;
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(730);

    public sealed class Form
    {
        /// <summary>Forming: codes of the units in the panel.</summary>
        public List<string>? UnitCodes { get; set; }

        /// <summary>What the reporter reads: the plan, a milestone, or how it was reached.</summary>
        public string? Words { get; set; }

        /// <summary>Meeting: what was agreed, for staff.</summary>
        public string? Reason { get; set; }

        /// <summary>Milestone: until when.</summary>
        public DateTimeOffset? Until { get; set; }

        /// <summary>The place of the milestone in the list, from 1.</summary>
        public int? Which { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters)
    {
        foreach (var (path, command) in new[]
        {
            ("form-panel", MatterCommand.FormPanel), ("meet", MatterCommand.Meet), ("set-milestone", MatterCommand.SetMilestone), ("reach-milestone", MatterCommand.ReachMilestone),
        })
            matters.MapPost($"/{{number}}/{path}", async (string number, Form? form, LeadPanel lead, CancellationToken ct) =>
                Answers.Of(await lead.Run(number, command, form ?? new(), ct)));
    }

    public async Task<Matter?> Run(string number, MatterCommand command, Form form, CancellationToken ct)
    {
        Check(command, form);
        if (await desk.Open(number, command, null, form.Reason, form.Words, ct) is not { } opened) return null;
        var (matter, act) = (opened.Matter, opened.Act);
        if (command == MatterCommand.FormPanel) matter.FormPanel([.. form.UnitCodes!.Distinct()], act);
        else if (command == MatterCommand.Meet) matter.Meet(act);
        else if (command == MatterCommand.SetMilestone) matter.SetMilestone(form.Until!.Value.ToUniversalTime(), act);
        else matter.ReachMilestone(form.Which!.Value, act);
        await desk.Save(ct);
        return matter;
    }

    private void Check(MatterCommand command, Form form)
    {
        var (members, now) = (form.UnitCodes ?? [], time.GetUtcNow());
        var faults = new Faults()
            .If(command == MatterCommand.FormPanel && members.Count == 0, "unitCodes", "required")
            .If(members.Count > MostMembers, "unitCodes", "matters.too_many_units", MostMembers)
            .If(command == MatterCommand.SetMilestone && !(form.Until > now && form.Until <= now + Farthest), "until", "matters.bad_until", Farthest.Days)
            .If(command == MatterCommand.ReachMilestone && form.Which is null, "which", "required");
        foreach (var code in members) faults.If(units.Find(code) is null, "unitCodes", "matters.unknown_unit", code);
        faults.Throw();
    }
}
