using System.Collections.Concurrent;
using Cuobian.Data;
using Cuobian.Data.Live;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Cuobian.People;

/// <summary>Turns a session or a token into the actor it stands for, with today's rights.</summary>
public sealed class Actors(TimeProvider time, IOptionsMonitor<Limits> limits, Signals signals, Duties duties)
{
    /// <summary>How long rights may lag behind a change made on another node.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    /// <summary>Tells every node that somebody's rights or sessions are not as they were.</summary>
    public static readonly Signal Changed = new("account", "");
    private const int MostRemembered = 50_000;
    private readonly ConcurrentDictionary<(Guid Account, string Stamp), Remembered> remembered = new();

    /// <summary>The actor of a session; null when the account is closed or the session was ended.</summary>
    public async ValueTask<Actor?> OfSession(CuobianDb db, Guid account, string stamp, CancellationToken ct) =>
        (await Know(db, account, stamp, ct))?.Actor;

    /// <summary>The same, with what must be done before anything else.</summary>
    internal async ValueTask<Known?> Know(CuobianDb db, Guid account, string stamp, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (remembered.TryGetValue((account, stamp), out var earlier) && now < earlier.Until) return earlier.Known;
        if (await Load(db, account, stamp, now, ct) is not { } known) return null;
        if (remembered.Count >= MostRemembered) remembered.Clear();
        remembered[(account, stamp)] = new Remembered(known, now + Fresh);
        return known;
    }

    /// <summary>The actor of a token, asked of the database each time so that a revoked token stops at once.</summary>
    public async Task<(Token Token, Actor Actor)?> OfToken(CuobianDb db, string secret, CancellationToken ct)
    {
        if (!Token.LooksReal(secret)) return null;
        var hash = Token.HashOf(secret);
        var found = await (
            from t in db.Tokens
            join a in db.Accounts on t.Account equals a.Id
            where t.Hash == hash && !a.Disabled
            select new { Token = t, a.SecurityStamp }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null || !found.Token.IsValidAt(time.GetUtcNow())) return null;
        if (await OfSession(db, found.Token.Account, found.SecurityStamp, ct) is not { } actor) return null;
        return (found.Token, Narrow(actor, found.Token));
    }

    /// <summary>Forgets what every node remembers of an account, after its rights or sessions changed.</summary>
    public void Forget(Guid account)
    {
        ForgetHere(account);
        signals.Tell(Changed with { Key = account.ToString() });
    }

    /// <summary>Another node changed an account; without its name, all are asked of the database again.</summary>
    internal Task Hear(string? account)
    {
        if (Guid.TryParse(account, out var one)) ForgetHere(one);
        else ForgetAll();
        return Task.CompletedTask;
    }

    private void ForgetHere(Guid account)
    {
        duties.Forget();
        foreach (var key in remembered.Keys.Where(k => k.Account == account)) remembered.TryRemove(key, out _);
    }

    /// <summary>Forgets everybody, after a role changed.</summary>
    public void ForgetAll()
    {
        duties.Forget();
        remembered.Clear();
    }

    private async Task<Known?> Load(CuobianDb db, Guid id, string stamp, DateTimeOffset now, CancellationToken ct)
    {
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
        if (account is null || account.Disabled || account.SecurityStamp != stamp) return null;
        var held = await (
            from post in db.Posts
            join role in db.Roles on post.Role equals role.Code
            where post.Account == id
            select new { Post = post, Role = role }).AsNoTracking().ToListAsync(ct);
        held.RemoveAll(h => !h.Post.HeldAt(now));
        var grants = held.SelectMany(h => h.Post.Grants(h.Role)).Distinct().ToList();
        var actor = new Actor(account.Id, account.Name, account.Unit, grants) { CallsPerMinute = limits.CurrentValue.SignedInPerMinute };
        return new Known(actor, account.SecondFactorSince is null && held.Exists(h => h.Role.NeedsSecondFactor));
    }

    private static Actor Narrow(Actor actor, Token token) => actor with
    {
        Grants = token.Scope.Count == 0 ? actor.Grants : [.. actor.Grants.Where(g => token.Scope.Contains(g.Permission))],
        CallsPerMinute = token.CallsPerMinute,
    };

    /// <summary>An actor, and whether a role of theirs demands a second factor they have not enrolled.</summary>
    internal sealed record Known(Actor Actor, bool MustEnrol);

    /// <summary>An actor and how long it may be used without asking again.</summary>
    private sealed record Remembered(Known Known, DateTimeOffset Until);
}
