using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Words;

/// <summary>What staff chose at triage, as labelled texts without anything that identifies a person; the latest decisions count.</summary>
internal sealed class FindDecisions(CuobianDb db, PersonalWords personal)
{
    /// <summary>More would make training slow and the guesses hardly better.</summary>
    public const int Most = 8000;

    private static readonly Lazy<HashSet<string>> ShippedReports = new(() => [.. ShippedTexts.Reports().Select(t => t.Text)]);

    public async Task<List<LabelledText>> Run(CancellationToken ct)
    {
        var rows = await (
            from entry in db.Set<MatterEntry>().AsNoTracking()
            where entry.Part == Part.Staff && (entry.Command == MatterCommand.Classify || entry.Command == MatterCommand.Dispatch)
            join matter in db.Matters on entry.MatterId equals matter.Id
            where matter.CategoryCode != null
            orderby entry.Id descending
            select new { matter.Text, Category = matter.CategoryCode! }).Take(2 * Most).ToListAsync(ct);
        // What ships is learned anyway; judged by its own texts a model would look better than it is.
        return
        [
            .. rows.Where(row => ShippedTexts.Codes.Contains(row.Category) && !ShippedReports.Value.Contains(row.Text))
                .DistinctBy(row => row.Text).Take(Most).Select(row => new LabelledText(personal.Mask(row.Text), row.Category)),
        ];
    }
}
