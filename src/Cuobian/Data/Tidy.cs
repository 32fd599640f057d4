using Cuobian.Data.Files;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Data;

/// <summary>Every hour: photos nobody attached, and answers older than any retry, are let go.</summary>
internal sealed class Tidy(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<Tidy> log)
    : Recurring(TimeSpan.FromHours(1), scopes, readiness, time, log)
{
    private static readonly TimeSpan KeepAnswers = TimeSpan.FromDays(7);
    private readonly TimeProvider time = time;

    protected override async Task Run(IServiceProvider scope, CancellationToken ct)
    {
        await scope.GetRequiredService<PurgeUnattachedFiles>().Run(ct);
        var db = scope.GetRequiredService<CuobianDb>();
        var before = time.GetUtcNow() - KeepAnswers;
        await db.InOneTransaction(() => db.Set<Answered>().Where(a => a.At < before).ExecuteDeleteAsync(ct), ct);
    }
}
