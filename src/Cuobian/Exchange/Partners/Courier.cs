using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cuobian.Data;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Exchange.Partners;

/// <summary>
/// Carries messages to partners, to all of them at once and to each one after the other, whichever server sends. No transaction is
/// open while a partner is waited for; one that fails or hangs is left alone for a while and holds up nobody else.
/// </summary>
internal sealed class Courier(IServiceScopeFactory scopes, Outward outward, Seals seals, TimeProvider time)
{
    private const int MostAtOnce = 200;

    /// <summary>Longer than a partner may take, so that it ends by itself only when its server died.</summary>
    private readonly TimeSpan lease = outward.Client.Timeout + TimeSpan.FromSeconds(20);

    /// <summary>Sends what is due; answers how many messages arrived.</summary>
    public async Task<int> SendDue(CancellationToken ct) => (await Task.WhenAll(await Begin(ct))).Sum();

    /// <summary>Begins to send what is due, for each partner by itself.</summary>
    public async Task<IReadOnlyList<Task<int>>> Begin(CancellationToken ct)
    {
        var due = await InScope(db =>
        {
            var now = time.GetUtcNow();
            return (from delivery in Due(db, now)
                    join partner in db.Set<Partner>() on delivery.PartnerId equals partner.Id
                    where partner.Enabled && partner.Url != null && (partner.PausedUntil == null || partner.PausedUntil <= now)
                    select partner.Id).Distinct().Where(partner => !Busy(db, now).Contains(partner)).ToListAsync(ct);
        });
        return [.. due.Select(partner => SendTo(partner, ct))];
    }

    private async Task<int> SendTo(Guid partnerId, CancellationToken ct)
    {
        var arrived = 0;
        while (arrived < MostAtOnce && await Take(partnerId, ct) is var (partner, delivery))
        {
            var (status, error) = await Send(partner, delivery, ct);
            await Note(delivery.Id, partnerId, status, error, ct);
            if (error is not null) break;
            arrived++;
        }
        return arrived;
    }

    /// <summary>What waits and is in nobody's hands.</summary>
    private IQueryable<Delivery> Due(CuobianDb db, DateTimeOffset now)
    {
        var absurd = Absurd(now);
        return db.Set<Delivery>().Where(d => d.State == DeliveryState.Waiting && d.DueAt <= now && (d.LeaseUntil == null || d.LeaseUntil < now || d.LeaseUntil > absurd));
    }

    /// <summary>Partners to whom somebody is sending at the moment.</summary>
    private IQueryable<Guid> Busy(CuobianDb db, DateTimeOffset now)
    {
        var absurd = Absurd(now);
        return db.Set<Delivery>().Where(d => d.State == DeliveryState.Waiting && d.LeaseUntil >= now && d.LeaseUntil <= absurd).Select(d => d.PartnerId);
    }

    /// <summary>A lease beyond that was written by a clock that was ahead.</summary>
    private DateTimeOffset Absurd(DateTimeOffset now) => now + 2 * lease;

    /// <summary>The oldest message that is due, under a lease; of several nodes that want it, one gets it.</summary>
    private Task<(Partner, Delivery)?> Take(Guid partnerId, CancellationToken ct) => InScope(db => db.InOneTransaction<(Partner, Delivery)?>(async () =>
    {
        var now = time.GetUtcNow();
        var until = now + lease;
        var next = await Due(db, now).Where(d => d.PartnerId == partnerId).OrderBy(d => d.Id).Select(d => (Guid?)d.Id).FirstOrDefaultAsync(ct);
        if (next is not { } id) return null;
        // Asked of the row again: PostgreSQL looks anew at what it waited for.
        var taken = await Due(db, now).Where(d => d.Id == id && !Busy(db, now).Contains(partnerId)).ExecuteUpdateAsync(set => set
            .SetProperty(d => d.LeaseUntil, until)
            .SetProperty(d => d.Attempts, d => d.Attempts + 1), ct);
        if (taken == 0) return null;
        return (await db.Set<Partner>().AsNoTracking().SingleAsync(p => p.Id == partnerId, ct), await db.Set<Delivery>().AsNoTracking().SingleAsync(d => d.Id == id, ct));
    }, ct));

    private async Task<(int? Status, string? Error)> Send(Partner partner, Delivery delivery, CancellationToken ct)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Body);
        var id = "msg_" + delivery.Id.ToString("N");
        var now = time.GetUtcNow();
        var seconds = now.ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, partner.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(CloudEvent.ContentType);
        request.Headers.Add(Webhook.IdHeader, id);
        request.Headers.Add(Webhook.TimestampHeader, seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(Webhook.SignatureHeader, string.Join(' ', seals.Of(partner, now).Select(secret => Webhook.Sign(secret, id, seconds, body))));
        try
        {
            using var answer = await outward.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var status = (int)answer.StatusCode;
            return (status, answer.IsSuccessStatusCode ? null : $"HTTP {status}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, "timeout");
        }
        catch (HttpRequestException failure)
        {
            return (null, failure.Message);
        }
    }

    private Task<bool> Note(Guid deliveryId, Guid partnerId, int? status, string? error, CancellationToken ct) => InScope(db => db.InOneTransaction(async () =>
    {
        var now = time.GetUtcNow();
        var delivery = await db.Set<Delivery>().SingleAsync(d => d.Id == deliveryId, ct);
        var partner = await db.Set<Partner>().SingleAsync(p => p.Id == partnerId, ct);
        if (error is null)
        {
            delivery.Arrived(status!.Value, now);
            partner.Answered(now);
        }
        else
        {
            delivery.Failed(status, error, now);
            partner.Failed(error, now);
            // Gone for good: the partner asks not to be called again.
            if (status == (int)HttpStatusCode.Gone) partner.Enabled = false;
        }
        await db.SaveChangesAsync(ct);
        return true;
    }, ct));

    private async Task<T> InScope<T>(Func<CuobianDb, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<CuobianDb>());
    }
}

/// <summary>Every few seconds: messages that are due go out.</summary>
internal sealed class SendMessages(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<SendMessages> log)
    : Recurring(TimeSpan.FromSeconds(3), scopes, readiness, time, log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly List<Task<int>> underWay = [];

    protected override async Task Run(IServiceProvider scope, CancellationToken ct)
    {
        await scope.GetRequiredService<Audience>().Look(scope.GetRequiredService<CuobianDb>(), ct);
        underWay.AddRange(await scope.GetRequiredService<Courier>().Begin(ct));
        // Who takes longer is waited for beside the rounds to the others.
        await Task.WhenAny(Task.WhenAll(underWay), Task.Delay(Patience, ct));
        var ended = underWay.Where(sending => sending.IsCompleted).ToList();
        underWay.RemoveAll(ended.Contains);
        await Task.WhenAll(ended);
    }
}

/// <summary>Every hour: messages that arrived long ago are let go; those that did not are kept for a person.</summary>
internal sealed class ForgetMessages(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<ForgetMessages> log)
    : Recurring(TimeSpan.FromHours(1), scopes, readiness, time, log)
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);
    private readonly TimeProvider time = time;

    protected override async Task Run(IServiceProvider scope, CancellationToken ct)
    {
        var db = scope.GetRequiredService<CuobianDb>();
        var before = time.GetUtcNow() - Keep;
        await db.InOneTransaction(() => db.Set<Delivery>().Where(d => d.State == DeliveryState.Delivered && d.DeliveredAt < before).ExecuteDeleteAsync(ct), ct);
        await db.InOneTransaction(() => db.Set<Received>().Where(r => r.At < before).ExecuteDeleteAsync(ct), ct);
    }
}
