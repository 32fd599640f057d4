using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Pages.Console;

namespace Cuobian.Matters;

/// <summary>How many matters stand in each view of the queue, for the reader and within their filter.</summary>
public sealed class CountQueue(FindMatters find, Actor actor)
{
    /// <summary>In the order of the tabs.</summary>
    public static readonly IReadOnlyList<QueueView> Views =
        [QueueView.Mine, QueueView.Triage, QueueView.Soon, QueueView.Overdue, QueueView.Verify, QueueView.All];

    /// <summary>
    /// Nothing while words are looked for: a list of what has a word ends with its page, but how many have it is known only when all of them
    /// were looked at.
    /// </summary>
    public async Task<IReadOnlyDictionary<QueueView, int>> Run(MatterFilter filter, CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.Read);
        var counts = new Dictionary<QueueView, int>();
        if (HasWords(filter)) return counts;
        foreach (var view in Views) counts[view] = await find.Count(filter with { View = view, After = null }, ct);
        return counts;
    }

    /// <summary>How many stand in each of the reader's own views; not known for those with words.</summary>
    public async Task<IReadOnlyList<(SavedViews.Line View, int? Count)>> Own(IReadOnlyList<SavedViews.Line> views, CancellationToken ct)
    {
        var counted = new List<(SavedViews.Line, int?)>();
        foreach (var view in views)
            counted.Add((view, QueueAddress.Of(view.Query).Filter(QueueView.All) is var filter && HasWords(filter) ? null : await find.Count(filter, ct)));
        return counted;
    }

    private static bool HasWords(MatterFilter filter) => filter.Text is { Length: > 0 };
}
