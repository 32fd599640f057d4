using Cuobian.Data;
using Cuobian.Insight.Contracts;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Insight.Campaigns;

/// <summary>Plans the measures of a class of problems, ticks them off, publishes it, links matters to it and closes it with a result.</summary>
internal sealed class LeadCampaign(CuobianDb db, Actor actor, TimeProvider time, IVoices voices, IActLedger acts)
{
    public sealed class Form
    {
        public string? Words { get; set; }
        public DateOnly? DueOn { get; set; }
        public string? Number { get; set; }
    }

    public static void Map(IEndpointRouteBuilder insight)
    {
        var one = insight.MapGroup("/campaigns/{id:guid}");
        one.MapPost("/measures", async (Guid id, Form form, LeadCampaign lead, CancellationToken ct) => Answer(await lead.Plan(id, form, ct))).WithSummary("Plan a measure with its day.");
        one.MapPost("/measures/{measure:guid}/done", async (Guid id, Guid measure, Form form, LeadCampaign lead, CancellationToken ct) => Answer(await lead.TickOff(id, measure, form, ct))).WithSummary("Tick a measure off with what shows it.");
        one.MapPost("/matters", async (Guid id, Form form, LeadCampaign lead, CancellationToken ct) => Answer(await lead.Link(id, form, ct))).WithSummary("Link a matter.");
        one.MapPost("/publish", async (Guid id, Form form, LeadCampaign lead, CancellationToken ct) => Answer(await lead.Publish(id, form, ct))).WithSummary("Publish under this title; without words it is hidden again.");
        one.MapPost("/close", async (Guid id, Form form, LeadCampaign lead, CancellationToken ct) => Answer(await lead.Close(id, form, ct))).WithSummary("Close with a result, once every measure is done.");
    }

    public Task<bool> Plan(Guid id, Form form, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        Words(form).If(form.DueOn is null, "dueOn", "required").If(form.DueOn < OpenCampaign.Today(now), "dueOn", "insight.day_past").Throw();
        return Change(id, campaign =>
        {
            campaign.Plan(form.Words!.Trim(), form.DueOn!.Value, now);
            return true;
        }, "measure_planned", ct);
    }

    public Task<bool> TickOff(Guid id, Guid measure, Form form, CancellationToken ct)
    {
        Words(form).Throw();
        return Change(id, campaign => campaign.TickOff(measure, form.Words!.Trim(), actor.Account, time.GetUtcNow()), "measure_ticked", ct);
    }

    public Task<bool> Publish(Guid id, Form form, CancellationToken ct)
    {
        new Faults().AtMost(form.Words, OpenCampaign.LongestTitle, "words").Throw();
        return Change(id, campaign =>
        {
            if (string.IsNullOrWhiteSpace(form.Words)) campaign.Hide();
            else campaign.Publish(form.Words.Trim());
            return true;
        }, "campaign_published", ct);
    }

    public Task<bool> Close(Guid id, Form form, CancellationToken ct)
    {
        Words(form).Throw();
        return Change(id, campaign =>
        {
            campaign.Close(form.Words!.Trim(), time.GetUtcNow());
            return true;
        }, "campaign_closed", ct);
    }

    /// <summary>Only a matter this actor may read can be linked.</summary>
    public async Task<bool> Link(Guid id, Form form, CancellationToken ct)
    {
        var number = form.Number?.Replace(" ", "", StringComparison.Ordinal) ?? "";
        var known = (await voices.Titles([number], ct)).Count > 0;
        new Faults().If(!known, "number", "insight.matter_unknown").Throw();
        return await Change(id, campaign =>
        {
            if (!db.Set<CampaignMatter>().Any(m => m.CampaignId == campaign.Id && m.Number == number))
                db.Add(new CampaignMatter { CampaignId = campaign.Id, Number = number, At = time.GetUtcNow() });
            return true;
        }, "matter_linked", ct);
    }

    private async Task<bool> Change(Guid id, Func<Campaign, bool> change, string act, CancellationToken ct)
    {
        actor.RequireSomewhere(InsightPermissions.Lead);
        return await db.InOneTransaction(async () =>
        {
            if (await db.Set<Campaign>().Include(c => c.Measures).SingleOrDefaultAsync(c => c.Id == id, ct) is not { } campaign) return false;
            if (!actor.May(InsightPermissions.Lead, campaign.Area)) return false;
            if (!change(campaign)) return false;
            await db.SaveChangesAsync(ct);
            await acts.Write(act, $"campaign:{id:N}", null, ct);
            return true;
        }, ct);
    }

    private static Faults Words(Form form) => new Faults().Required(form.Words, "words").AtMost(form.Words, OpenCampaign.LongestWords, "words");

    private static IResult Answer(bool known) => known ? Results.NoContent() : Results.NotFound();
}
