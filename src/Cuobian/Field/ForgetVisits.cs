using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Field;

/// <summary>Lets go of visits whose day has come.</summary>
public sealed class ForgetVisits(CuobianDb db, TimeProvider time)
{
    public Task<int> Run(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return db.InOneTransaction(() => db.Visits.Where(v => v.KeepUntil <= now).ExecuteDeleteAsync(ct), ct);
    }
}

/// <summary>Every hour: visits are let go on their day.</summary>
internal sealed class ForgetVisitsHourly(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<ForgetVisitsHourly> log)
    : Recurring(TimeSpan.FromHours(1), scopes, readiness, time, log)
{
    protected override Task Run(IServiceProvider scope, CancellationToken ct) => scope.GetRequiredService<ForgetVisits>().Run(ct);
}
