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
    /// <summary>So many go out under one lease, for two transactions; no more than these come twice when a server dies.</summary>
    private const int Together = 20;

    /// <summary>A lease outlasts the slowest answer by this.</summary>
    private static readonly TimeSpan Spare = TimeSpan.FromSeconds(20);

    /// <summary>Longer than a partner may take, so that it ends by itself only when its server died.</summary>
    private readonly TimeSpan lease = outward.Client.Timeout + Spare;

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
        while (await Take(partnerId, ct) is var (partner, deliveries))
        {
            var outcomes = await SendAll(partner, deliveries, ct);
            // Also when the node stops: what arrived must not be sent again.
            await Note(partnerId, deliveries, outcomes, CancellationToken.None);
            arrived += outcomes.Count(o => o.Error is null);
            if (outcomes.Exists(o => o.Error is not null)) break;
        }
        return arrived;
    }

    /// <summary>One after the other, until one fails or the lease runs short.</summary>
    private async Task<List<Outcome>> SendAll(Partner partner, IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        var outcomes = new List<Outcome>();
        var until = time.GetUtcNow() + Spare / 2;
        foreach (var delivery in deliveries)
        {
            if (ct.IsCancellationRequested || time.GetUtcNow() > until) break;
            if (await Send(partner, delivery, ct) is not { } outcome) break;
            outcomes.Add(outcome);
            if (outcome.Error is not null) break;
        }
        return outcomes;
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

    /// <summary>The oldest messages that are due, under a lease; of several nodes that want them, one gets them.</summary>
    private Task<(Partner, IReadOnlyList<Delivery>)?> Take(Guid partnerId, CancellationToken ct) => InScope(db => db.InOneTransaction<(Partner, IReadOnlyList<Delivery>)?>(async () =>
    {
        var now = time.GetUtcNow();
        var until = now + lease;
        var partner = await db.Set<Partner>().AsNoTracking().SingleAsync(p => p.Id == partnerId, ct);
        if (!partner.Enabled || partner.Url is null) return null;
        var next = await Due(db, now).Where(d => d.PartnerId == partnerId).OrderBy(d => d.Id).Select(d => d.Id).Take(Together).ToListAsync(ct);
        if (next.Count == 0) return null;
        // Asked of the rows again: PostgreSQL looks anew at what it waited for.
        var taken = await Due(db, now).Where(d => next.Contains(d.Id) && !Busy(db, now).Contains(partnerId)).ExecuteUpdateAsync(set => set.SetProperty(d => d.LeaseUntil, until), ct);
        if (taken == 0) return null;
        return (partner, await db.Set<Delivery>().AsNoTracking().Where(d => next.Contains(d.Id) && d.LeaseUntil == until).OrderBy(d => d.Id).ToListAsync(ct));
    }, ct, brief: true));

    /// <returns>Null when the node stopped before there was an answer.</returns>
    private async Task<Outcome?> Send(Partner partner, Delivery delivery, CancellationToken ct)
    {
        try
        {
            using var request = Ask(partner, delivery);
            using var answer = await outward.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var status = (int)answer.StatusCode;
            return new Outcome(delivery.Id, status, answer.IsSuccessStatusCode ? null : $"HTTP {status}");
        }
        catch (OperationCanceledException)
        {
            return ct.IsCancellationRequested ? null : new Outcome(delivery.Id, null, "timeout");
        }
        // Whatever it is, those before it arrived, which must be noted.
        catch (Exception failure)
        {
            return new Outcome(delivery.Id, null, failure.Message);
        }
    }

    private HttpRequestMessage Ask(Partner partner, Delivery delivery)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Body);
        var id = "msg_" + delivery.Id.ToString("N");
        var now = time.GetUtcNow();
        var seconds = now.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, partner.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(CloudEvent.ContentType);
        request.Headers.Add(Webhook.IdHeader, id);
        request.Headers.Add(Webhook.TimestampHeader, seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(Webhook.SignatureHeader, string.Join(' ', seals.Of(partner, now).Select(secret => Webhook.Sign(secret, id, seconds, body))));
        return request;
    }

    private Task<int> Note(Guid partnerId, IReadOnlyList<Delivery> taken, List<Outcome> outcomes, CancellationToken ct) => InScope(db => db.InOneTransaction(async () =>
    {
        var now = time.GetUtcNow();
        var keys = taken.Select(d => d.Id).ToList();
        var deliveries = await db.Set<Delivery>().Where(d => keys.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
        var partner = await db.Set<Partner>().SingleAsync(p => p.Id == partnerId, ct);
        foreach (var outcome in outcomes)
            if (deliveries.Remove(outcome.Delivery, out var sent)) Note(sent, partner, outcome, now);
        foreach (var unsent in deliveries.Values) unsent.LeaseUntil = null;
        return await db.SaveChangesAsync(ct);
    }, ct, brief: true));

    private static void Note(Delivery delivery, Partner partner, Outcome outcome, DateTimeOffset now)
    {
        if (outcome.Error is null)
        {
            delivery.Arrived(outcome.Status!.Value, now);
            partner.Answered(now);
            return;
        }
        delivery.Failed(outcome.Status, outcome.Error, now);
        partner.Failed(outcome.Error, now);
        // Gone for good: the partner asks not to be called again.
        if (outcome.Status == (int)HttpStatusCode.Gone) partner.Enabled = false;
    }

    private async Task<T> InScope<T>(Func<CuobianDb, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<CuobianDb>());
    }

    /// <summary>What the partner answered, and what was wrong with it; no error is an arrival.</summary>
    private sealed record Outcome(Guid Delivery, int? Status, string? Error);
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
