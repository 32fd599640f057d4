using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Sms;

/// <summary>Carries waiting messages to the gateway, several at a time. No transaction is open while the gateway is waited for.</summary>
internal sealed class SmsCourier(IServiceScopeFactory scopes, SmsGateway gateway, TimeProvider time)
{
    private const int AtOnce = 16;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Sends what is due; answers how many messages were taken.</summary>
    public async Task<int> SendDue(CancellationToken ct)
    {
        var taken = 0;
        while (await Claim(ct) is { Count: > 0 } batch)
            taken += (await Task.WhenAll(batch.Select(id => Send(id, ct)))).Count(done => done);
        return taken;
    }

    private static IQueryable<OutgoingSms> Due(CuobianDb db, DateTimeOffset now) =>
        db.Set<OutgoingSms>().Where(s => s.TakenAt == null && !s.Dropped && s.DueAt <= now && (s.LeaseUntil == null || s.LeaseUntil < now));

    /// <summary>Of several nodes that want a message, one gets it.</summary>
    private async Task<List<Guid>> Claim(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        var now = time.GetUtcNow();
        DateTimeOffset? lease = now + Lease;
        var wanted = await Due(db, now).OrderBy(s => s.DueAt).Take(AtOnce).Select(s => s.Id).ToListAsync(ct);
        var mine = new List<Guid>();
        foreach (var id in wanted)
        {
            var won = await db.InOneTransaction(() => Due(db, now).Where(s => s.Id == id).ExecuteUpdateAsync(set => set
                .SetProperty(s => s.LeaseUntil, lease)
                .SetProperty(s => s.Attempts, s => s.Attempts + 1), ct), ct);
            if (won == 1) mine.Add(id);
        }
        return mine;
    }

    private async Task<bool> Send(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        var sms = await db.Set<OutgoingSms>().SingleAsync(s => s.Id == id, ct);
        var error = sms.Message is not { } message ? "empty"
            : sms.GoodUntil <= time.GetUtcNow() ? "too late"
            : await gateway.Hand(message, id, ct);
        if (error is null) sms.Taken(time.GetUtcNow());
        else sms.Failed(error, time.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return error is null;
    }
}

/// <summary>Every second: messages that are due go to the gateway.</summary>
internal sealed class SendSms(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<SendSms> log)
    : Recurring(TimeSpan.FromSeconds(1), scopes, readiness, time, log)
{
    protected override Task Run(IServiceProvider scope, CancellationToken ct) => scope.GetRequiredService<SmsCourier>().SendDue(ct);
}
