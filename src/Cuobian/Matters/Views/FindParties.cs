using Cuobian.Data;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Finds who has to do with a matter: its reporters with those of merged matters, its handler and units, its supporters.</summary>
internal sealed class FindParties(CuobianDb db, Categories categories, ListedMatters listed) : IMatterParties
{
    private static readonly MatterCommand[] Requests =
        [MatterCommand.RequestTransfer, MatterCommand.RequestSuspension, MatterCommand.RequestExtension, MatterCommand.RequestRejection];

    public async Task<IReadOnlyDictionary<Guid, MatterParties>> Of(IReadOnlyCollection<Guid> matters, CancellationToken ct)
    {
        var found = await db.Matters.Where(m => matters.Contains(m.Id))
            .Select(m => new Found(m.Id, m.Number, m.Area, m.State, m.CategoryCode, m.Handler, m.LeadUnit, m.Panel, m.SupervisedAt, m.NextDueAt)).ToListAsync(ct);
        var merged = (await db.Matters.Where(m => m.MergedInto != null && matters.Contains(m.MergedInto.Value)).OrderBy(m => m.Id)
            .Select(m => new Part(m.Id, m.Number, m.MergedInto!.Value)).ToListAsync(ct)).ToLookup(m => m.Of);
        var all = matters.Concat(merged.SelectMany(parts => parts).Select(m => m.Id)).ToList();
        var reporters = (await db.Reporters.AsNoTracking().Where(r => all.Contains(r.MatterId)).OrderBy(r => r.MatterId).ToListAsync(ct)).ToLookup(r => r.MatterId);
        var askers = await AskersOf(matters, ct);
        var known = await listed.Known(matters, ct);
        return found.ToDictionary(m => m.Id, m => PartiesOf(m, [.. merged[m.Id]], reporters) with { IsPublic = known.Contains(m.Id), Asker = askers.GetValueOrDefault(m.Id) });
    }

    public async Task<IReadOnlySet<Guid>> Supported(IReadOnlyCollection<Guid> matters, CancellationToken ct) =>
        await db.Set<MatterSupporter>().Where(s => matters.Contains(s.MatterId) && s.Who.Length == 36).Select(s => s.MatterId).Distinct().ToHashSetAsync(ct);

    private MatterParties PartiesOf(Found found, IReadOnlyList<Part> merged, ILookup<Guid, MatterReporter> reporters)
    {
        var category = categories.Find(found.CategoryCode);
        return new MatterParties(found.Id, found.Number, found.Area)
        {
            Category = found.CategoryCode,
            CategoryZh = category?.Zh ?? "",
            CategoryEn = category?.En ?? "",
            IsUrgent = category?.IsUrgent == true,
            Handler = found.Handler,
            LeadUnit = found.LeadUnit,
            Panel = found.Panel?.Members ?? [],
            OpenMilestones = MatterRules.Ended.Contains(found.State) ? [] : [.. (found.Panel?.Milestones ?? []).Where(m => m.ReachedAt is null).Select(m => m.Due)],
            LevelAbove = Matter.LevelAboveOf(found.Area, found.SupervisedAt),
            Reporters = [.. merged.Append(new Part(found.Id, found.Number, found.Id)).OrderBy(part => part.Id).SelectMany(part => reporters[part.Id], (part, r) => new MatterVoice(r.Account, r.Phone, part.Number))],
            Merged = [.. merged.Select(m => m.Id)],
            Due = found.NextDueAt,
        };
    }

    private async Task<Dictionary<Guid, Guid?>> AskersOf(IReadOnlyCollection<Guid> matters, CancellationToken ct)
    {
        var asked = await db.Set<MatterEntry>().Where(e => matters.Contains(e.MatterId) && Requests.Contains(e.Command)).Select(e => new { e.MatterId, e.Seq, e.By }).ToListAsync(ct);
        return asked.GroupBy(e => e.MatterId).ToDictionary(g => g.Key, g => g.MaxBy(e => e.Seq)!.By);
    }

    /// <summary>An account is written with 36 characters; a stranger's device is a longer fingerprint and cannot be told anything.</summary>
    public async Task<IReadOnlyList<Guid>> Supporters(IReadOnlyCollection<Guid> matters, Guid? after, int atMost, CancellationToken ct)
    {
        var from = after?.ToString() ?? "";
        var found = await db.Set<MatterSupporter>().Where(s => matters.Contains(s.MatterId) && s.Who.Length == 36 && string.Compare(s.Who, from) > 0)
            .Select(s => s.Who).Distinct().OrderBy(who => who).Take(atMost).ToListAsync(ct);
        return [.. found.Select(Guid.Parse)];
    }

    /// <summary>What is asked of a matter; nobody needs the rest of it here.</summary>
    private sealed record Found(Guid Id, string Number, string Area, MatterState State, string? CategoryCode, Guid? Handler, string? LeadUnit, MatterPanel? Panel, string? SupervisedAt, DateTimeOffset? NextDueAt);

    /// <summary>A matter that was merged into another.</summary>
    private sealed record Part(Guid Id, string Number, Guid Of);
}
