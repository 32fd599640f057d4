using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>How many answers went out in a span of days, and how long people waited for them on average, nights and holidays counted.</summary>
public sealed record Kept(int Answered, TimeSpan Average, bool Yesterday);

/// <summary>What the home page says of yesterday: counted once a day, for what is past does not change.</summary>
public sealed class Promise(IServiceScopeFactory scopes, TimeProvider time) : IDisposable
{
    private const int LongerDays = 30;
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);
    private readonly SemaphoreSlim counting = new(1, 1);
    private volatile Counted? last;

    /// <summary>Yesterday's figures, else those of the last thirty days, else nothing.</summary>
    public async Task<Kept?> Figures(CancellationToken ct)
    {
        var today = new DateTimeOffset(time.GetUtcNow().ToOffset(Beijing).Date, Beijing);
        if (last is { } known && known.Day == today) return known.Kept;
        await counting.WaitAsync(ct);
        try
        {
            if (last?.Day != today) last = new Counted(today, await Count(today, ct));
            return last!.Kept;
        }
        finally
        {
            counting.Release();
        }
    }

    public void Dispose() => counting.Dispose();

    private async Task<Kept?> Count(DateTimeOffset today, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        return await Between(db, today.AddDays(-1), today, true, ct) ?? await Between(db, today.AddDays(-LongerDays), today, false, ct);
    }

    private static async Task<Kept?> Between(CuobianDb db, DateTimeOffset from, DateTimeOffset to, bool yesterday, CancellationToken ct)
    {
        // Ids carry their time, so a span of days is a range of the primary key.
        var (first, end) = (Instants.First(from), Instants.First(to));
        var waits = await (
            from entry in db.Set<MatterEntry>().AsNoTracking()
            join matter in db.Matters on entry.MatterId equals matter.Id
            where entry.Id.CompareTo(first) >= 0 && entry.Id.CompareTo(end) < 0 && entry.Command == MatterCommand.Pass
            select new { entry.At, matter.RegisteredAt }).ToListAsync(ct);
        return waits.Count == 0 ? null : new Kept(waits.Count, TimeSpan.FromMinutes(waits.Average(w => (w.At - w.RegisteredAt).TotalMinutes)), yesterday);
    }

    private sealed record Counted(DateTimeOffset Day, Kept? Kept);
}
