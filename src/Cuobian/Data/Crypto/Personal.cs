using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cuobian.Data.Crypto;

/// <summary>A row that tells of a person: what it says is sealed before it is stored and opened after it is read.</summary>
public interface IPersonal
{
    void Seal(Sealer sealer);

    void Open(Sealer sealer);
}

/// <summary>Seals the columns of one table; the id of the row is part of the seal.</summary>
public sealed class Sealer(ICryptoProvider crypto)
{
    /// <summary>The text to store: the present one while it says the same under the newest key.</summary>
    public string? Seal(string column, Guid row, string? plain, string? present)
    {
        if (string.IsNullOrEmpty(plain)) return null;
        if (present is not null && crypto.IsNewest(present) && crypto.Open(present, Place(column, row)) == plain) return present;
        return crypto.Seal(plain, Place(column, row));
    }

    public string? Open(string column, Guid row, string? text) => text is null ? null : crypto.Open(text, Place(column, row));

    /// <summary>The fingerprint by which the column can be looked up.</summary>
    public string? Index(string column, string? text) => string.IsNullOrEmpty(text) ? null : crypto.Index(text, column);

    private static string Place(string column, Guid row) => $"{column}:{row:N}";
}

/// <summary>Seals and opens personal rows on their way to and from the database. It keeps nothing, so that one serves all.</summary>
internal sealed class SealPersonal : SaveChangesInterceptor, IMaterializationInterceptor
{
    public static readonly SealPersonal Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData data, InterceptionResult<int> result)
    {
        Seal(data.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData data, InterceptionResult<int> result, CancellationToken ct = default)
    {
        Seal(data.Context!);
        return ValueTask.FromResult(result);
    }

    public object InitializedInstance(MaterializationInterceptionData data, object entity)
    {
        if (entity is IPersonal personal) personal.Open(data.Context.GetService<Sealer>());
        return entity;
    }

    private static void Seal(DbContext db)
    {
        var sealer = db.GetService<Sealer>();
        foreach (var entry in db.ChangeTracker.Entries<IPersonal>().ToList())
        {
            if (entry.State is EntityState.Deleted or EntityState.Detached) continue;
            entry.Entity.Seal(sealer);
            entry.DetectChanges();
        }
    }
}
