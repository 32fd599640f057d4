using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.SignedIn;

/// <summary>Every hour: sessions that ended a month ago are let go; who signed in when stays in the ledger.</summary>
internal sealed class ForgetSessions(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<ForgetSessions> log)
    : Recurring(TimeSpan.FromHours(1), scopes, readiness, time, log)
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);
    private readonly TimeProvider time = time;

    protected override Task Run(IServiceProvider scope, CancellationToken ct)
    {
        var db = scope.GetRequiredService<CuobianDb>();
        var before = time.GetUtcNow() - Keep;
        return db.InOneTransaction(() => db.Set<Session>().Where(s => s.EndsAt < before || s.EndedAt < before).ExecuteDeleteAsync(ct), ct);
    }
}
