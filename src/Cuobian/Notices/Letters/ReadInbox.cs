using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Notices.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices.Letters;

/// <summary>Somebody's own notices, the newest first; opening one marks it as read.</summary>
internal sealed class ReadInbox(CuobianDb db, Actor actor, TimeProvider time) : IUnread
{
    public const int PageSize = 30;

    /// <summary>One notice in an inbox.</summary>
    public sealed record Item(Guid Id, string Topic, string Title, string Text, string Path, DateTimeOffset At, bool Unread);

    /// <summary>One page, and where the next one starts.</summary>
    public sealed record Page(IReadOnlyList<Item> Items, Guid? Next, int Unread);

    public static void Map(IEndpointRouteBuilder notices)
    {
        notices.MapGet("", (Guid? before, ReadInbox inbox, CancellationToken ct) => inbox.Run(before, ct)).WithSummary("My notices, the newest first.");
        notices.MapPost("/read", async (ReadInbox inbox, CancellationToken ct) => Results.Ok(new { read = await inbox.ReadAll(ct) })).WithSummary("Mark all my notices as read.");
    }

    public async Task<Page> Run(Guid? before, CancellationToken ct)
    {
        var me = Me();
        var mine = db.Set<Letter>().AsNoTracking().Where(l => l.Account == me && l.Way == Way.Inbox);
        if (before is { } id) mine = mine.Where(l => l.Id.CompareTo(id) < 0);
        var letters = await mine.OrderByDescending(l => l.Id).Take(PageSize + 1).ToListAsync(ct);
        var items = letters.Take(PageSize).Select(l => new Item(l.Id, l.Topic, l.Paper.Title, l.Paper.Text, l.Paper.Path, l.At, l.ReadAt is null)).ToList();
        return new Page(items, letters.Count > PageSize ? items[^1].Id : null, await CountFor(me, ct));
    }

    /// <summary>Where an own notice leads; null when there is no such notice.</summary>
    public async Task<string?> Open(Guid id, CancellationToken ct)
    {
        var me = Me();
        var letter = await db.Set<Letter>().SingleOrDefaultAsync(l => l.Id == id && l.Account == me && l.Way == Way.Inbox, ct);
        if (letter is null) return null;
        if (letter.ReadAt is null)
        {
            letter.ReadAt = time.GetUtcNow();
            await db.SaveChangesAsync(ct);
        }
        return letter.Paper.Path;
    }

    public Task<int> ReadAll(CancellationToken ct)
    {
        var (me, now) = (Me(), time.GetUtcNow());
        return db.InOneTransaction(() => db.Set<Letter>().Where(l => l.Account == me && l.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.ReadAt, now), ct), ct);
    }

    public Task<int> CountFor(Guid account, CancellationToken ct) => db.Set<Letter>().CountAsync(l => l.Account == account && l.ReadAt == null, ct);

    private Guid Me() => actor.Account ?? throw new Denied("me");
}
