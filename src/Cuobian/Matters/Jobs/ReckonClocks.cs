using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Jobs;

/// <summary>Every few minutes: clocks that had no due time because a year was not loaded get it once the year is.</summary>
internal sealed class ReckonClocks(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<ReckonClocks> log)
    : Recurring(TimeSpan.FromMinutes(5), scopes, readiness, time, log)
{
    private const int Batch = 200;

    protected override Task Run(IServiceProvider scope, CancellationToken ct) => Reckon(scope, ct);

    /// <summary>Answers how many matters it mended.</summary>
    internal static async Task<int> Reckon(IServiceProvider scope, CancellationToken ct)
    {
        var db = scope.GetRequiredService<CuobianDb>();
        var clocking = scope.GetRequiredService<Clocking>();
        var waiting = await db.Matters.Include(m => m.Clocks).Include(m => m.Co).AsSplitQuery()
            .Where(m => m.Clocks.Any(c => c.DueAt == null && c.StoppedAt == null) || m.Co.Any(c => c.DueAt == null && c.State == CoState.Called)).OrderBy(m => m.Id).Take(Batch).ToListAsync(ct);
        var mended = waiting.Count(matter => matter.Reckon(clocking.For(matter)));
        await db.SaveChangesAsync(ct);
        return mended;
    }
}
