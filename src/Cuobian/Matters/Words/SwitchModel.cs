using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Words;

/// <summary>An administrator goes back to another version of the model, or to the shipped one (version 0).</summary>
internal sealed class SwitchModel(CuobianDb db, Actor actor, ModelInUse inUse, IActLedger acts)
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/categories/models/{version:int}/use", async (int version, SwitchModel change, CancellationToken ct) =>
            await change.Run(version, ct) ? Results.NoContent() : Results.NotFound())
            .WithTags("Categories").WithSummary("Use this version of the model; 0 is the shipped one.");

    public async Task<bool> Run(int version, CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.Model);
        db.TellWhenStored(ModelInUse.Changed);
        var known = await db.InOneTransaction(async () =>
        {
            var models = db.Set<StoredModel>();
            if (version != 0 && !await models.AnyAsync(m => m.Version == version, ct)) return false;
            await models.ExecuteUpdateAsync(set => set.SetProperty(m => m.InUse, m => m.Version == version), ct);
            await acts.Write("model_switched", $"model:{version}", null, ct);
            return true;
        }, ct);
        if (known) await inUse.Follow(db, ct);
        return known;
    }
}
