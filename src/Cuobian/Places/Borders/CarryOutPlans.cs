using System.Text.Json;
using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Places.Borders;

/// <summary>Carries a planned change of borders out on its day; what the ground does not allow any more is left, with the reason.</summary>
internal sealed class CarryOutPlans(CuobianDb db, CutGrid cut, MergeGrids merge, DrawGrid draw, TimeProvider time) : IReaction<ChangeDue>
{
    public Task React(ChangeDue due, CancellationToken ct) => db.InOneTransaction(async () =>
    {
        if (await db.Set<PlannedChange>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == due.Plan, ct) is not { SettledAt: null } plan) return false;
        var refusal = await Try(plan, ct);
        db.ChangeTracker.Clear();
        var stored = await db.Set<PlannedChange>().SingleAsync(p => p.Id == due.Plan, ct);
        stored.Settle(time.GetUtcNow(), refusal);
        await db.SaveChangesAsync(ct);
        return true;
    }, ct);

    private async Task<string?> Try(PlannedChange plan, CancellationToken ct)
    {
        try
        {
            var done = plan.Kind switch
            {
                ChangeKind.Cut => await cut.Run(plan.Target, Form<CutGrid.Form>(plan), ct) is not null,
                ChangeKind.Merge => await merge.Run(Form<MergeGrids.Form>(plan), ct) is not null,
                ChangeKind.Draw => await draw.Run(plan.Target, Form<DrawGrid.Form>(plan), ct) is not null,
            };
            return done ? null : "places.plan_gone";
        }
        catch (Refused refused)
        {
            return refused.Code;
        }
        catch (Invalid invalid)
        {
            return invalid.Faults[0].Code;
        }
    }

    private static T Form<T>(PlannedChange plan) => JsonSerializer.Deserialize<T>(plan.Form, JsonSerializerOptions.Web)!;
}
