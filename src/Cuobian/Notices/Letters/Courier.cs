using Cuobian.Data;
using Cuobian.Notices.Channels;
using Cuobian.Notices.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Cuobian.Notices.Letters;

/// <summary>
/// Carries the letters of one way at a time, under a lease and with no transaction open while somebody is waited for. Each
/// person's letters go in order; a person who cannot be reached holds up nobody else.
/// </summary>
internal sealed class Courier(IServiceScopeFactory scopes, Tickets tickets, IOptionsMonitor<NoticesSettings> settings, TimeProvider time)
{
    public const int Batch = 100;
    private const int AtOnce = 8;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>Sends what is due by this way; answers how many letters arrived.</summary>
    public async Task<int> SendDue(INoticeChannel channel, CancellationToken ct)
    {
        var arrived = 0;
        while (channel.IsOpen && await Claim(channel.Way, ct) is { Count: > 0 } batch)
        {
            var until = time.GetUtcNow() + Lease / 2;
            await Parallel.ForEachAsync(batch.GroupBy(letter => letter.Who), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (one, stop) =>
                Interlocked.Add(ref arrived, await SendTo(channel, [.. one.OrderBy(l => l.Id)], until, stop)));
            if (batch.Count < Batch) break;
        }
        return arrived;
    }

    /// <summary>The letters that are due, marked as ours; of several nodes that want them, one gets each. Gathered letters of a person stay together.</summary>
    private Task<List<Letter>> Claim(Way way, CancellationToken ct) => InScope(db => db.InOneTransaction(async () =>
    {
        var now = time.GetUtcNow();
        var lease = now + Lease;
        var claim = Guid.CreateVersion7(now);
        var due = db.Set<Letter>().Where(l => l.Way == way && l.State == LetterState.Waiting && l.DueAt <= now && (l.LeaseUntil == null || l.LeaseUntil < now));
        var next = await due.OrderBy(l => l.DueAt).ThenBy(l => l.Who).Take(Batch).Select(l => new { l.Id, l.Who, l.Gathered }).ToListAsync(ct);
        if (next.Count == 0) return [];
        var ids = next.Select(l => l.Id).ToList();
        var gathering = next.Where(l => l.Gathered).Select(l => l.Who).Distinct().ToList();
        await due.Where(l => ids.Contains(l.Id) || (l.Gathered && gathering.Contains(l.Who))).ExecuteUpdateAsync(set => set
            .SetProperty(l => l.Claim, claim).SetProperty(l => l.LeaseUntil, lease).SetProperty(l => l.Attempts, l => l.Attempts + 1), ct);
        return await db.Set<Letter>().AsNoTracking().Where(l => l.Claim == claim).ToListAsync(ct);
    }, ct));

    private async Task<int> SendTo(INoticeChannel channel, List<Letter> letters, DateTimeOffset until, CancellationToken ct)
    {
        var parcels = letters.Where(l => !l.Gathered).Select(l => new List<Letter> { l }).ToList();
        if (letters.Where(l => l.Gathered).ToList() is { Count: > 0 } gathered) parcels.Add(gathered);
        var arrived = 0;
        foreach (var (at, parcel) in parcels.Index())
        {
            // What cannot be finished under the lease is left to the next round, and so is what follows a failure.
            if (time.GetUtcNow() > until)
            {
                await PutBack([.. parcels.Skip(at).SelectMany(p => p)], time.GetUtcNow(), ct);
                break;
            }
            var trouble = await Send(channel, parcel, ct);
            await Note(parcel, trouble, ct);
            if (trouble is null) arrived += parcel.Count;
            else if (!trouble.Final)
            {
                await PutBack([.. parcels.Skip(at + 1).SelectMany(p => p)], time.GetUtcNow() + Letter.Waits[0], ct);
                break;
            }
        }
        return arrived;
    }

    private async Task<Trouble?> Send(INoticeChannel channel, List<Letter> parcel, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(settings.CurrentValue.TimeoutSeconds));
        try
        {
            return await channel.Send(MessageOf(parcel), patience.Token).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Trouble("timeout");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A fault in one letter must not stop the round; its kind is enough for whoever looks, its words may be personal.
            return new Trouble("broken", failure.GetType().Name);
        }
    }

    private Message MessageOf(List<Letter> parcel)
    {
        var first = parcel[0];
        var duty = Topics.Find(first.Topic) is not { Duty: false } || first.Topic == Topics.Confirm;
        var unsubscribe = duty ? null : settings.CurrentValue.Link("/u/" + tickets.Make(Tickets.Unsubscribe, first.Id));
        var message = new Message(first.Id, first.Topic, first.Who, first.Paper.To, first.Paper.Title, first.Paper.Text, first.At)
        {
            Unsubscribe = unsubscribe,
            English = first.English,
            Facts = first.Paper.Facts ?? new Dictionary<string, string>(),
        };
        if (parcel.Count == 1) return message;
        var title = ShippedTemplates.Frame("digest", first.English).Replace("{count}", $"{parcel.Count}", StringComparison.Ordinal);
        return message with
        {
            Topic = Topics.Digest,
            Title = title,
            Text = string.Join("\n\n", parcel.Select(letter => letter.Paper.Text)),
            Facts = new Dictionary<string, string> { ["count"] = $"{parcel.Count}" },
        };
    }

    private Task<bool> Note(List<Letter> parcel, Trouble? trouble, CancellationToken ct) => InScope(db => db.InOneTransaction(async () =>
    {
        var now = time.GetUtcNow();
        var person = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Who == parcel[0].Who, ct);
        foreach (var letter in parcel)
        {
            var dead = trouble is not null && (trouble.Final || letter.Attempts > Letter.Waits.Count);
            var state = trouble is null ? LetterState.Sent : dead ? LetterState.Dead : LetterState.Waiting;
            var again = state == LetterState.Waiting ? now + Letter.Waits[letter.Attempts - 1] : letter.DueAt;
            if (state == LetterState.Waiting && letter is { Urgent: false, Way: not Way.Hook }) again = WriteLetters.Rested(again, person);
            await Mine(db, letter).ExecuteUpdateAsync(set => set
                .SetProperty(l => l.State, state).SetProperty(l => l.DueAt, again)
                .SetProperty(l => l.Claim, (Guid?)null).SetProperty(l => l.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(l => l.Trouble, trouble == null ? null : trouble.Code).SetProperty(l => l.Detail, trouble == null ? null : trouble.Detail)
                .SetProperty(l => l.SentAt, trouble == null ? now : null), ct);
        }
        return true;
    }, ct));

    /// <summary>These were not tried, so it does not count as an attempt.</summary>
    private Task<bool> PutBack(List<Letter> letters, DateTimeOffset at, CancellationToken ct) => InScope(db => db.InOneTransaction(async () =>
    {
        foreach (var letter in letters)
            await Mine(db, letter).ExecuteUpdateAsync(set => set
                .SetProperty(l => l.DueAt, at).SetProperty(l => l.Attempts, l => l.Attempts - 1)
                .SetProperty(l => l.Claim, (Guid?)null).SetProperty(l => l.LeaseUntil, (DateTimeOffset?)null), ct);
        return true;
    }, ct));

    /// <summary>Only while nobody else took it over.</summary>
    private static IQueryable<Letter> Mine(CuobianDb db, Letter letter) => db.Set<Letter>().Where(l => l.Id == letter.Id && l.Claim == letter.Claim);

    private async Task<T> InScope<T>(Func<CuobianDb, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<CuobianDb>());
    }
}

/// <summary>Every few seconds: letters that are due by one way go out. Every way has a chore of its own, so that none waits for another.</summary>
internal sealed class SendLetters<TChannel>(Courier courier, TChannel channel, IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<SendLetters<TChannel>> log)
    : Recurring(TimeSpan.FromSeconds(3), scopes, readiness, time, log) where TChannel : INoticeChannel
{
    protected override Task Run(IServiceProvider scope, CancellationToken ct) => courier.SendDue(channel, ct);
}

/// <summary>Every hour: spreads of a month ago are let go; letters go by retention, which proves it.</summary>
internal sealed class ForgetLetters(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<ForgetLetters> log)
    : Recurring(TimeSpan.FromHours(1), scopes, readiness, time, log)
{
    private readonly TimeProvider time = time;

    protected override async Task Run(IServiceProvider scope, CancellationToken ct)
    {
        var db = scope.GetRequiredService<CuobianDb>();
        var spreads = time.GetUtcNow().AddDays(-30);
        await db.InOneTransaction(() => db.Set<Spread>().Where(s => s.Part == SpreadPart.Done && s.At < spreads).ExecuteDeleteAsync(ct), ct);
    }
}
