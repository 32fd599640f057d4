using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Data.Crypto;

/// <summary>A key this database has met, without the key: so that nobody starts with the wrong ring and writes what nobody can read.</summary>
public sealed class KnownKey
{
    public required string Id { get; init; }

    public required string Algorithm { get; init; }

    public required string Check { get; init; }

    public required DateTimeOffset Since { get; init; }
}

internal sealed class KnownKeyTable : IEntityTypeConfiguration<KnownKey>
{
    public void Configure(EntityTypeBuilder<KnownKey> key)
    {
        key.ToTable("data_key");
        key.HasKey(k => k.Id);
    }
}

/// <summary>Compares the key ring with the keys the database has met, and lets it meet the new ones.</summary>
internal sealed class MeetKeys(CuobianDb db, SoftwareCrypto crypto, TimeProvider time)
{
    public Task<int> Run(CancellationToken ct) => db.InOneTransaction(async () =>
    {
        var known = await db.Set<KnownKey>().AsNoTracking().ToDictionaryAsync(k => k.Id, ct);
        foreach (var key in crypto.Ring.Keys)
        {
            if (known.Remove(key.Id, out var met))
            {
                if (met.Check != key.Check) throw new KeyTrouble($"The key {key.Id} is not the one this database was written with. Bring back the right key ring (the file keys of the data folder, or CUOBIAN_KEYS).");
                continue;
            }
            db.Add(new KnownKey { Id = key.Id, Algorithm = key.Algorithm, Check = key.Check, Since = time.GetUtcNow() });
        }
        if (known.Count > 0) throw new KeyTrouble($"This database was written with keys that are missing: {string.Join(", ", known.Keys.Order())}. Bring back the key ring (the file keys of the data folder, or CUOBIAN_KEYS).");
        return await db.SaveChangesAsync(ct);
    }, ct);
}
