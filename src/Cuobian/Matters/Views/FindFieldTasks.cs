using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>One matter on the round of a grid worker, and where it is.</summary>
public sealed record FieldTask(
    string Number, MatterState State, Tier Tier, string Text, string? CategoryCode, string? Grid, string? Address, double? Lat, double? Lon,
    DateTimeOffset RegisteredAt, DateTimeOffset UpdatedAt, DateTimeOffset? NextDueAt, bool Mine);

/// <summary>What is still to be done in the areas of a grid worker, what is due first on top.</summary>
public sealed class FindFieldTasks(CuobianDb db, Actor actor, TimeProvider time, Sealer sealer)
{
    public const int Most = 100;
    private static readonly MatterState[] Outdoors = [MatterState.Triage, MatterState.Dispatched, MatterState.Handling];

    public async Task<IReadOnlyList<FieldTask>> Run(CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.Read);
        var open = db.Matters.AsNoTracking().Readable(actor).Where(m => Outdoors.Contains(m.State));
        var now = time.GetUtcNow();
        var rows = await open.OrderBy(m => m.NextDueAt == null).ThenBy(m => m.NextDueAt).ThenBy(m => m.Id).Take(Most)
            .Select(m => new { m.Id, Task = new FieldTask(m.Number, m.State, m.Tier, m.Text, m.CategoryCode, m.Grid, m.SealedAddress, m.Lat, m.Lon, m.RegisteredAt, m.UpdatedAt, m.NextDueAt, false) })
            .ToListAsync(ct);
        var mine = await open.ToDoFor(actor, now).Select(m => m.Number).Take(LargestShare).ToListAsync(ct);
        var known = mine.ToHashSet();
        return [.. rows.Select(row => row.Task with { Address = Matter.OpenAddress(sealer, row.Id, row.Task.Address), Mine = known.Contains(row.Task.Number) })];
    }

    private const int LargestShare = 1000;
}
