using Cuobian.Data;
using Cuobian.People.Sms;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Residents;

/// <summary>Every hour: codes older than the limits count, and messages that are done with, are let go.</summary>
internal sealed class ForgetCodes(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<ForgetCodes> log)
    : Recurring(TimeSpan.FromHours(1), scopes, readiness, time, log)
{
    private static readonly TimeSpan KeepCodes = TimeSpan.FromDays(2);
    private static readonly TimeSpan KeepMessages = TimeSpan.FromDays(7);
    private readonly TimeProvider time = time;

    protected override async Task Run(IServiceProvider scope, CancellationToken ct)
    {
        var db = scope.GetRequiredService<CuobianDb>();
        var (codes, messages) = (time.GetUtcNow() - KeepCodes, time.GetUtcNow() - KeepMessages);
        await db.InOneTransaction(() => db.Set<PhoneCode>().Where(c => c.SentAt < codes).ExecuteDeleteAsync(ct), ct);
        await db.InOneTransaction(() => db.Set<OutgoingSms>().Where(s => s.WrittenAt < messages && (s.TakenAt != null || s.Dropped)).ExecuteDeleteAsync(ct), ct);
    }
}
