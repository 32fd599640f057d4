using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

namespace Cuobian.Matters;

/// <summary>How many matters stand in each view of the queue, for the reader and within their filter.</summary>
public sealed class CountQueue(FindMatters find, Actor actor)
{
    /// <summary>In the order of the tabs.</summary>
    public static readonly IReadOnlyList<QueueView> Views =
        [QueueView.Mine, QueueView.Triage, QueueView.Soon, QueueView.Overdue, QueueView.Verify, QueueView.All];

    public async Task<IReadOnlyDictionary<QueueView, int>> Run(MatterFilter filter, CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.Read);
        var counts = new Dictionary<QueueView, int>();
        foreach (var view in Views) counts[view] = await find.Count(filter with { View = view, After = null }, ct);
        return counts;
    }
}
