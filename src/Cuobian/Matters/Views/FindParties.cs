using Cuobian.Data;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Finds who has to do with a matter: its reporters with those of merged matters, its handler and units, its supporters.</summary>
internal sealed class FindParties(CuobianDb db, Categories categories, ListedMatters listed) : IMatterParties
{
    private static readonly MatterCommand[] Requests =
        [MatterCommand.RequestTransfer, MatterCommand.RequestSuspension, MatterCommand.RequestExtension, MatterCommand.RequestRejection];

    public async Task<MatterParties?> Of(Guid matter, CancellationToken ct)
    {
        var found = await db.Matters.AsNoTracking().SingleOrDefaultAsync(m => m.Id == matter, ct);
        if (found is null) return null;
        var merged = await db.Matters.Where(m => m.MergedInto == matter).OrderBy(m => m.Id).Select(m => new { m.Id, m.Number }).ToListAsync(ct);
        var numbers = merged.ToDictionary(m => m.Id, m => m.Number);
        numbers[found.Id] = found.Number;
        var reporters = await db.Reporters.AsNoTracking().Where(r => numbers.Keys.Contains(r.MatterId)).OrderBy(r => r.MatterId).ToListAsync(ct);
        var category = categories.Find(found.CategoryCode);
        return new MatterParties(found.Id, found.Number, found.Area)
        {
            Category = found.CategoryCode,
            CategoryZh = category?.Zh ?? "",
            CategoryEn = category?.En ?? "",
            IsPublic = await listed.Show(found.Number, ct) is not null,
            IsUrgent = category?.IsUrgent == true,
            Handler = found.Handler,
            LeadUnit = found.LeadUnit,
            Panel = found.Panel?.Members ?? [],
            OpenMilestones = MatterRules.Ended.Contains(found.State) ? [] : [.. (found.Panel?.Milestones ?? []).Where(m => m.ReachedAt is null).Select(m => m.Due)],
            LevelAbove = found.LevelAbove,
            Asker = await AskerOf(found, ct),
            Reporters = [.. reporters.Select(r => new MatterVoice(r.Account, r.Phone, numbers[r.MatterId]))],
            Merged = [.. merged.Select(m => m.Id)],
            Due = found.NextDueAt,
        };
    }

    private Task<Guid?> AskerOf(Matter matter, CancellationToken ct) => db.Set<MatterEntry>()
        .Where(e => e.MatterId == matter.Id && Requests.Contains(e.Command)).OrderByDescending(e => e.Seq).Select(e => e.By).FirstOrDefaultAsync(ct);

    /// <summary>An account is written with 36 characters; a stranger's device is a longer fingerprint and cannot be told anything.</summary>
    public async Task<IReadOnlyList<Guid>> Supporters(IReadOnlyCollection<Guid> matters, Guid? after, int atMost, CancellationToken ct)
    {
        var from = after?.ToString() ?? "";
        var found = await db.Set<MatterSupporter>().Where(s => matters.Contains(s.MatterId) && s.Who.Length == 36 && string.Compare(s.Who, from) > 0)
            .Select(s => s.Who).Distinct().OrderBy(who => who).Take(atMost).ToListAsync(ct);
        return [.. found.Select(Guid.Parse)];
    }
}
