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
    /// <summary>Reads only, as long as every key is known: whoever starts beside a busy server has no need to wait for its turn to write.</summary>
    public async Task Run(CancellationToken ct)
    {
        if ((await Unmet(ct)).Count == 0) return;
        await db.InOneTransaction(async () =>
        {
            foreach (var key in await Unmet(ct)) db.Add(new KnownKey { Id = key.Id, Algorithm = key.Algorithm, Check = key.Check, Since = time.GetUtcNow() });
            return await db.SaveChangesAsync(ct);
        }, ct);
    }

    private async Task<IReadOnlyList<CryptoKey>> Unmet(CancellationToken ct)
    {
        var known = await db.Set<KnownKey>().AsNoTracking().ToDictionaryAsync(k => k.Id, ct);
        if (crypto.Ring.Keys.FirstOrDefault(key => known.TryGetValue(key.Id, out var met) && met.Check != key.Check) is { } other)
            throw new KeyTrouble($"The key {other.Id} is not the one this database was written with. Bring back the right key ring (the file keys of the data folder, or CUOBIAN_KEYS).");
        var missing = known.Keys.Except(crypto.Ring.Keys.Select(key => key.Id)).Order().ToList();
        if (missing.Count > 0) throw new KeyTrouble($"This database was written with keys that are missing: {string.Join(", ", missing)}. Bring back the key ring (the file keys of the data folder, or CUOBIAN_KEYS).");
        return [.. crypto.Ring.Keys.Where(key => !known.ContainsKey(key.Id))];
    }
}
