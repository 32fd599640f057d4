using Microsoft.EntityFrameworkCore;

namespace Cuobian.Data.Crypto;

/// <summary>Adds a key to the ring and seals every personal row anew with it; the old keys stay for what is elsewhere, such as backups.</summary>
internal sealed class RotateKeys(CuobianDb db, SoftwareCrypto crypto, KeyFile file, MeetKeys meet)
{
    private const int Batch = 500;

    /// <summary>What happened: the newest key, and how many rows carry it now that did not before.</summary>
    public sealed record Answer(string Key, string Algorithm, bool Added, int Rows);

    /// <param name="cipher">The algorithm of the new key; null for the one the settings name. A ring from the setting gets no new key here.</param>
    /// <param name="ct">Stops between two batches; running again continues.</param>
    public async Task<Answer> Run(string? cipher, CancellationToken ct)
    {
        if (!file.IsGiven)
        {
            file.Add(KeyRing.NewKey(crypto.Ring.NextId(), cipher ?? file.Cipher));
            crypto.Reload();
            await meet.Run(ct);
        }
        var rows = 0;
        foreach (var type in db.Model.GetEntityTypes().Where(t => t.ClrType.IsAssignableTo(typeof(IPersonal))).Select(t => t.ClrType).ToList())
            rows += await (Task<int>)GetType().GetMethod(nameof(Reseal), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
                .MakeGenericMethod(type).Invoke(this, [ct])!;
        return new Answer(crypto.Ring.Newest.Id, crypto.Ring.Newest.Algorithm, !file.IsGiven, rows);
    }

    /// <summary>Saving a row seals what is not under the newest key: it is enough to read and to save.</summary>
    private async Task<int> Reseal<T>(CancellationToken ct) where T : class, IPersonal
    {
        var key = db.Model.FindEntityType(typeof(T))!.FindPrimaryKey()!.Properties.Single().Name;
        var (last, changed) = (Guid.Empty, 0);
        while (true)
        {
            db.ChangeTracker.Clear();
            var from = last;
            var rows = await db.Set<T>().Where(r => EF.Property<Guid>(r, key).CompareTo(from) > 0).OrderBy(r => EF.Property<Guid>(r, key)).Take(Batch).ToListAsync(ct);
            if (rows.Count == 0) return changed;
            last = (Guid)db.Entry(rows[^1]).Property(key).CurrentValue!;
            changed += await db.SaveChangesAsync(ct);
        }
    }
}
