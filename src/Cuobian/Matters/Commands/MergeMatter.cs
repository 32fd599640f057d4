using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Makes one matter part of another, or takes it out again; its people follow the other one meanwhile (command 21, 并案).</summary>
public sealed class MergeMatter(Desk desk, CuobianDb db, Actor actor)
{
    public sealed class Form
    {
        /// <summary>The number of the matter it becomes part of.</summary>
        public string? Target { get; set; }

        /// <summary>Merge although it is of quite another kind.</summary>
        public bool Anyway { get; set; }
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters)
    {
        matters.MapPost("/{number}/merge", async (string number, Form? form, MergeMatter merge, CancellationToken ct) =>
            Answers.Of(await merge.Merge(number, form ?? new(), ct)));
        matters.MapPost("/{number}/unmerge", async (string number, Form? form, MergeMatter merge, CancellationToken ct) =>
            Answers.Of(await merge.Unmerge(number, form ?? new(), ct)));
    }

    public async Task<Matter?> Merge(string number, Form form, CancellationToken ct)
    {
        new Faults().Required(form.Target, "target").Throw();
        if (await desk.Open(number, MatterCommand.Merge, null, form.Reason, null, ct) is not { } opened) return null;
        var named = await Reachable(m => m.Number == form.Target, ct) ?? throw new Invalid([new Fault("target", "matters.unknown_target", form.Target!)]);
        // One hop: who merges into a part merges into the whole.
        var root = named.MergedInto is { } whole ? await Reachable(m => m.Id == whole, ct) ?? named : named;

        Refused.If(!form.Anyway && !opened.Matter.IsOfFamily(root), "matters.other_family");
        opened.Matter.MergeInto(root, opened.Act, await db.Matters.Where(m => m.MergedInto == opened.Matter.Id).ToListAsync(ct));
        await desk.Save(ct);
        return opened.Matter;
    }

    public async Task<Matter?> Unmerge(string number, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Unmerge, null, form.Reason, null, ct) is not { } opened) return null;
        Refused.If(opened.Matter.MergedInto is null, "matters.wrong_state", MatterCommand.Unmerge, opened.Matter.State);
        var root = await db.Matters.SingleAsync(m => m.Id == opened.Matter.MergedInto, ct);
        opened.Matter.Unmerge(root, opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }

    /// <summary>The other matter, if this actor may know of it.</summary>
    private async Task<Matter?> Reachable(System.Linq.Expressions.Expression<Func<Matter, bool>> which, CancellationToken ct) =>
        await db.Matters.SingleOrDefaultAsync(which, ct) is { } found && actor.May(MattersPermissions.Read, found.Area, found.LeadUnit) ? found : null;
}
