using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Cuobian.Data;

/// <summary>The house on SQLite: one file, one writer at a time, instants as UTC ticks so that they compare and sort.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : CuobianDb(options)
{
    private string? own;
    private IDbContextTransaction? seat;

    public override object Kept(DateTimeOffset instant) => instant.UtcTicks;

    /// <summary>Works on the writer's connection from now on, in a transaction that somebody else ends.</summary>
    internal async Task Sit(SqliteConnection writer, SqliteTransaction transaction)
    {
        own = Database.GetConnectionString();
        Database.SetDbConnection(writer);
        seat = await Database.UseTransactionAsync(transaction, CancellationToken.None);
    }

    internal async Task Rise()
    {
        if (seat is not null) await seat.DisposeAsync();
        seat = null;
        Database.SetDbConnection(null, contextOwnsConnection: true);
        Database.SetConnectionString(own);
    }

    private protected override Task<IWriting> Begin(bool brief, CancellationToken ct) => this.GetService<WriteTurn>().Begin(this, brief, ct);

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        base.ConfigureConventions(conventions);
        conventions.Properties<DateTimeOffset>().HaveConversion<Ticks>();
    }

    internal sealed class Ticks() : ValueConverter<DateTimeOffset, long>(
        instant => instant.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
