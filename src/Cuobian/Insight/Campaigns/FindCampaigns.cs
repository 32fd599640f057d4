using Cuobian.Data;
using Cuobian.Insight.Contracts;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Insight.Campaigns;

/// <summary>Shows classes of problems: to staff where they may see them, to everybody what was published.</summary>
internal sealed class FindCampaigns(CuobianDb db, Actor actor, IUnits units, IPlaces places, IVoices voices)
{
    private const int Most = 200;

    public sealed record Step(Guid Id, string Words, DateOnly DueOn, DateTimeOffset? DoneAt, string? Evidence);

    public sealed record Row(Guid Id, string Title, string? PublicTitle, string Area, string Place, string Unit, string Target, DateOnly TargetOn, CampaignState State, int Done, int Planned, DateTimeOffset OpenedAt);

    public sealed record One(Row Row, string? Result, DateTimeOffset? ClosedAt, IReadOnlyList<Step> Measures, int Matters, IReadOnlyList<VoiceTitle> Titles);

    /// <summary>What everybody may read: never matters, nor evidence.</summary>
    public sealed record Published(string Title, string Place, string Unit, string Target, DateOnly TargetOn, bool IsOpen, string? Result, IReadOnlyList<PublishedStep> Measures);

    public sealed record PublishedStep(string Words, DateOnly DueOn, bool Done);

    public static void Map(IEndpointRouteBuilder insight)
    {
        insight.MapGet("/campaigns", async (FindCampaigns find, CancellationToken ct) => Results.Ok(await find.Run(ct))).WithSummary("Classes of problems where you may see them.");
        insight.MapGet("/campaigns/{id:guid}", async (Guid id, FindCampaigns find, CancellationToken ct) => await find.Show(id, ct) is { } one ? Results.Ok(one) : Results.NotFound()).WithSummary("One class of problems with measures and matters.");
        insight.MapGet("/published", async (FindCampaigns find, CancellationToken ct) => Results.Ok(await find.Public(ct))).WithSummary("Classes of problems that were published.");
    }

    public async Task<IReadOnlyList<Row>> Run(CancellationToken ct)
    {
        actor.RequireSomewhere(InsightPermissions.Read);
        var all = await db.Set<Campaign>().AsNoTracking().Include(c => c.Measures).OrderBy(c => c.State == CampaignState.Closed).ThenByDescending(c => c.Id).Take(Most).ToListAsync(ct);
        return [.. all.Where(c => actor.May(InsightPermissions.Read, c.Area)).Select(Told)];
    }

    public async Task<One?> Show(Guid id, CancellationToken ct)
    {
        actor.RequireSomewhere(InsightPermissions.Read);
        var campaign = await db.Set<Campaign>().AsNoTracking().Include(c => c.Measures).SingleOrDefaultAsync(c => c.Id == id, ct);
        if (campaign is null || !actor.May(InsightPermissions.Read, campaign.Area)) return null;
        var numbers = await db.Set<CampaignMatter>().Where(m => m.CampaignId == id).OrderByDescending(m => m.At).Select(m => m.Number).ToListAsync(ct);
        return new One(Told(campaign), campaign.Result, campaign.ClosedAt,
            [.. campaign.Measures.OrderBy(m => m.DueOn).ThenBy(m => m.Id).Select(m => new Step(m.Id, m.Words, m.DueOn, m.DoneAt, m.Evidence))],
            numbers.Count, await voices.Titles([.. numbers.Take(Most)], ct));
    }

    public async Task<IReadOnlyList<Published>> Public(CancellationToken ct)
    {
        var all = await db.Set<Campaign>().AsNoTracking().Include(c => c.Measures).Where(c => c.PublicTitle != null).OrderByDescending(c => c.Id).Take(Most).ToListAsync(ct);
        return
        [
            .. all.Select(c => new Published(voices.Mask(c.PublicTitle!), Place(c), Unit(c), voices.Mask(c.Target), c.TargetOn, c.State == CampaignState.Open, c.Result is null ? null : voices.Mask(c.Result),
                [.. c.Measures.OrderBy(m => m.DueOn).ThenBy(m => m.Id).Select(m => new PublishedStep(voices.Mask(m.Words), m.DueOn, m.DoneAt is not null))])),
        ];
    }

    private Row Told(Campaign c) => new(c.Id, c.Title, c.PublicTitle, c.Area, Place(c), Unit(c), c.Target, c.TargetOn, c.State, c.Measures.Count(m => m.DoneAt is not null), c.Measures.Count, c.OpenedAt);

    private string Unit(Campaign c) => units.Find(c.OwnerUnit)?.Name ?? c.OwnerUnit;

    private string Place(Campaign c) => string.Join(' ', places.Path(c.Area).Where(a => a.Level >= AreaLevel.Township).Select(a => a.Name));
}
