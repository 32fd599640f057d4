using Cuobian.Data;
using Cuobian.Insight.Contracts;
using Cuobian.Insight.Spots;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Insight.Campaigns;

/// <summary>Makes a hot spot a class of problems with an owner and a target; its matters, and those that still come, belong to it.</summary>
internal sealed class OpenCampaign(CuobianDb db, Actor actor, TimeProvider time, IMatters matters, IPlaces places, IUnits units, IActLedger acts)
{
    public const int LongestTitle = 80;
    public const int LongestWords = 500;

    public sealed class Form
    {
        public Guid? Spot { get; set; }
        public string? Title { get; set; }
        public string? OwnerUnit { get; set; }
        public string? Target { get; set; }
        public DateOnly? TargetOn { get; set; }
    }

    public static void Map(IEndpointRouteBuilder insight) =>
        insight.MapPost("/campaigns", async (Form? form, OpenCampaign open, CancellationToken ct) =>
        {
            var campaign = await open.Run(form ?? new(), ct);
            return Results.Created($"/api/v1/insight/campaigns/{campaign}", new { id = campaign });
        }).WithSummary("Make a hot spot a class of problems with an owner, a target and a day.");

    public async Task<Guid> Run(Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(InsightPermissions.Lead);
        var now = time.GetUtcNow();
        var spot = await db.Set<Spot>().SingleOrDefaultAsync(s => s.Id == form.Spot, ct);
        if (spot is not null) actor.Require(InsightPermissions.Lead, spot.Area);
        new Faults()
            .If(spot is null, "spot", "insight.spot_unknown")
            .Required(form.Title, "title").AtMost(form.Title, LongestTitle, "title")
            .If(form.OwnerUnit is null || units.Find(form.OwnerUnit) is null, "ownerUnit", "insight.unit_unknown")
            .Required(form.Target, "target").AtMost(form.Target, LongestWords, "target")
            .If(form.TargetOn is null, "targetOn", "required")
            .If(form.TargetOn is { } day && day < Today(now), "targetOn", "insight.day_past")
            .Throw();
        Refused.If(spot!.Campaign is not null, "insight.spot_taken");
        var kind = matters.Kinds.FirstOrDefault(k => k.Code == spot.Category)?.Code;
        var area = places.Recall(spot.Area)?.Code ?? spot.Area;
        var campaign = Campaign.Open(form.Title!.Trim(), area, kind, form.OwnerUnit!, form.Target!.Trim(), form.TargetOn!.Value, now);
        return await db.InOneTransaction(async () =>
        {
            db.Add(campaign);
            spot.Campaign = campaign.Id;
            var numbers = await db.Set<SpotVoice>().Where(v => v.SpotId == spot.Id).Select(v => v.Number).ToListAsync(ct);
            db.AddRange(numbers.Select(number => new CampaignMatter { CampaignId = campaign.Id, Number = number, At = now }));
            await db.SaveChangesAsync(ct);
            await acts.Write("campaign_opened", $"campaign:{campaign.Id:N}", new { campaign.Area, campaign.OwnerUnit }, ct);
            return campaign.Id;
        }, ct);
    }

    /// <summary>The day in the city.</summary>
    internal static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(8)).DateTime);
}
