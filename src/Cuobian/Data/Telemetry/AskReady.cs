using System.Data.Common;
using Cuobian.Data.Crypto;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Data.Telemetry;

/// <summary>Can this node serve now? It must be prepared, reach its database, know its tables and hold its keys.</summary>
internal sealed class AskReady(Readiness readiness, CuobianDb db, SoftwareCrypto crypto)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What is missing, in one word; null when the node can serve.</summary>
    public async Task<string?> Run(CancellationToken ct)
    {
        if (!readiness.IsReady) return "starting";
        if (readiness.IsLeaving) return "stopping";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            if (!await db.Database.CanConnectAsync(patience.Token)) return "database";
            var applied = (await db.Database.GetAppliedMigrationsAsync(patience.Token)).ToHashSet();
            if (!db.Database.GetMigrations().All(applied.Contains)) return "schema";
            // The question is that of MeetKeys, which the node has put together already.
            var keys = await db.Set<KnownKey>().AsNoTracking().ToListAsync(patience.Token);
            return keys.All(key => Knows(key.Id)) ? null : "keys";
        }
        catch (Exception away) when (away is DbException or InvalidOperationException or TimeoutException or IOException || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return "database";
        }
    }

    /// <summary>Another node may have added a key to the ring they share.</summary>
    private bool Knows(string key)
    {
        if (crypto.Ring.Find(key) is null) crypto.Reload();
        return crypto.Ring.Find(key) is not null;
    }
}
