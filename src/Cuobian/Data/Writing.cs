using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cuobian.Data;

/// <summary>A transaction under way: kept as a whole, or undone as a whole when it is let go before.</summary>
internal interface IWriting : IAsyncDisposable
{
    Task Keep();
}

/// <summary>The last to hear of a save: what goes before, on SQLite, keeps nobody who writes waiting.</summary>
internal sealed class BeginToWrite : SaveChangesInterceptor
{
    public static readonly BeginToWrite Instance = new();

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData saving, InterceptionResult<int> result, CancellationToken ct = default)
    {
        if (saving.Context is CuobianDb db && db.ChangeTracker.HasChanges()) await db.Write(brief: true, ct);
        return result;
    }
}
