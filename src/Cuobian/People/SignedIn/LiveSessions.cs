using System.Collections.Concurrent;
using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.SignedIn;

/// <summary>Says whether a session still lives. The database decides; a node believes its last answer for three seconds.</summary>
public sealed class LiveSessions(TimeProvider time)
{
    /// <summary>How long an ended session may still be taken for living on another node.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);
    private const int MostRemembered = 50_000;
    private readonly ConcurrentDictionary<Guid, (Session Session, DateTimeOffset Until)> remembered = new();

    /// <summary>The session, when it lives and its account is open; it then counts as seen.</summary>
    public async ValueTask<Session?> Find(CuobianDb db, Guid id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (remembered.TryGetValue(id, out var known) && now < known.Until && known.Session.LivesAt(now)) return known.Session;
        remembered.TryRemove(id, out _);
        var session = await (
            from s in db.Set<Session>()
            join a in db.Accounts on s.Account equals a.Id
            where s.Id == id && s.EndedAt == null && !a.Disabled && a.SecurityStamp == s.Stamp
            select s).AsNoTracking().SingleOrDefaultAsync(ct);
        if (session is null || !session.LivesAt(now)) return null;
        if (now - session.SeenAt >= SeenEvery) await See(db, session, now, ct);
        if (remembered.Count >= MostRemembered) remembered.Clear();
        remembered[id] = (session, now + Fresh);
        return session;
    }

    /// <summary>Asks the database again at the next call.</summary>
    public void Forget(Guid id) => remembered.TryRemove(id, out _);

    private static async Task See(CuobianDb db, Session session, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - SeenEvery;
        await db.InOneTransaction(() => db.Set<Session>().Where(s => s.Id == session.Id && s.SeenAt <= before)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), ct), ct);
        session.SeenAt = now;
    }
}
