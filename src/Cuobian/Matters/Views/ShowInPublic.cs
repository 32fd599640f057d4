using Cuobian.Data;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Words;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>One step of a public matter: what was done and by which unit, never by whom and never in whose words.</summary>
internal sealed record OpenStep(DateTimeOffset At, MatterCommand Command, MatterState State, string? Unit);

/// <summary>A listed matter with its story and, once it is verified, the answer without what identifies a person.</summary>
internal sealed record OpenMatter(ListedMatter Listed, MatterState State, Outcome? Outcome, string? Answer, string? Grid, IReadOnlyList<OpenStep> Steps);

/// <summary>Shows everybody a matter that is listed; to all others it does not exist.</summary>
internal sealed class ShowInPublic(CuobianDb db, ListedMatters listed, PersonalWords personal, IUnits units)
{
    private static readonly MatterState[] AnswerIsOut = [MatterState.Feedback, MatterState.Review, MatterState.Closed];

    public async Task<OpenMatter?> Run(string number, CancellationToken ct)
    {
        if (await listed.Show(number, ct) is not { } found) return null;
        var matter = await db.Matters.AsNoTracking().Include(m => m.Entries).SingleAsync(m => m.Id == found.Id, ct);
        var isOut = AnswerIsOut.Contains(matter.State);
        return new OpenMatter(found, matter.State, isOut ? matter.Outcome : null, isOut ? AnswerOf(matter) : null, matter.Grid, [.. Told(matter.Entries)]);
    }

    /// <summary>What moved nothing is between those who handle it.</summary>
    private IEnumerable<OpenStep> Told(IEnumerable<MatterEntry> entries) =>
        entries.Where(e => e.From != e.To).OrderBy(e => e.Seq).Select(e => new OpenStep(e.At, e.Command, e.To, e.Part == Part.Staff ? UnitName(e.ByUnit) : null));

    private string? AnswerOf(Matter matter)
    {
        var result = matter.Entries.Where(e => e.Command is MatterCommand.Submit or MatterCommand.SelfHandle).MaxBy(e => e.Seq);
        return matter.Answer is not { Length: > 0 } answer || (result is not null && matter.Hides(result)) ? null : personal.Mask(answer);
    }

    private string? UnitName(string? unit) => unit is null ? null : units.Recall(unit)?.Name;
}
