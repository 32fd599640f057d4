using Cuobian.Data.Files;

namespace Cuobian.Data;

/// <summary>Every hour: photos nobody attached are let go.</summary>
internal sealed class Tidy(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<Tidy> log)
    : Recurring(TimeSpan.FromHours(1), scopes, readiness, time, log)
{
    protected override Task Run(IServiceProvider scope, CancellationToken ct) => scope.GetRequiredService<PurgeUnattachedFiles>().Run(ct);
}
