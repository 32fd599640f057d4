using System.Data;
using Cuobian.Data.Live;
using Cuobian.Data.Telemetry;
using Cuobian.Kernel;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace Cuobian.Data;

/// <summary>The one database of the house; modules add their tables through <c>IEntityTypeConfiguration</c>.</summary>
public abstract class CuobianDb : DbContext
{
    /// <summary>What fails within a transaction undoes it as a whole, so no save sets a mark to go back to.</summary>
    protected CuobianDb(DbContextOptions options) : base(options) => Database.AutoSavepointsEnabled = false;

    private readonly List<Signal> toTell = [];
    private readonly List<ICounted> toCount = [];
    private bool hasWork;

    /// <summary>The highest area code below a prefix sorts before this: <c>:</c> follows <c>9</c>.</summary>
    public static string After(string prefix) => prefix + ":";

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.ApplyConfigurationsFromAssembly(typeof(CuobianDb).Assembly);
        foreach (var aggregate in model.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(Aggregate))))
        {
            model.Entity(aggregate.ClrType).Ignore(nameof(Aggregate.Raised));
            model.Entity(aggregate.ClrType).Property(nameof(Aggregate.Version)).IsConcurrencyToken();
            model.Entity(aggregate.ClrType).Property(nameof(Aggregate.Id)).ValueGeneratedNever();
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions) =>
        conventions.Properties<Enum>().HaveConversion<string>();

    /// <summary>Saves in a transaction of its own, or inside the one that <see cref="InOneTransaction"/> opened.</summary>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken ct = default) =>
        InOneTransaction(() => Save(acceptAllChangesOnSuccess, ct), ct, brief: true);

    /// <summary>
    /// What is tracked is looked through once; interceptors tell what they change themselves. Of two who write the next line of one
    /// history, the loser meets the unique index before the version: it lost the same race.
    /// </summary>
    private async Task<int> Save(bool acceptAllChangesOnSuccess, CancellationToken ct)
    {
        var looks = ChangeTracker.AutoDetectChangesEnabled;
        if (looks) ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, ct);
        }
        catch (DbUpdateException twice) when (twice is not DbUpdateConcurrencyException && IsTaken(twice))
        {
            throw new DbUpdateConcurrencyException(twice.Message, twice);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = looks;
        }
    }

    private static bool IsTaken(DbUpdateException failure) => failure.InnerException
        is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }
        or SqliteException { SqliteExtendedErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT_UNIQUE or SQLitePCL.raw.SQLITE_CONSTRAINT_PRIMARYKEY };

    /// <summary>An instant as this database keeps it, for a statement written by hand.</summary>
    public abstract object Kept(DateTimeOffset instant);

    /// <summary>Waits for the others who take this turn; it ends with the transaction. On SQLite whoever writes has the turn already.</summary>
    public virtual Task TakeTurn(long turn, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Runs the work in one transaction: all of it is stored when it returns, none when it throws.</summary>
    /// <param name="work">What is stored together.</param>
    /// <param name="ct">Undoes it, as long as it is not done.</param>
    /// <param name="brief">It takes milliseconds: on SQLite it may share a commit with those before it, who wait for it.</param>
    public async Task<T> InOneTransaction<T>(Func<Task<T>> work, CancellationToken ct, bool brief = false)
    {
        if (Database.CurrentTransaction is not null) return await work();
        try
        {
            var result = await Transact(work, brief, ct);
            Tell();
            return result;
        }
        finally
        {
            Forget();
        }
    }

    protected virtual async Task<T> Transact<T>(Func<Task<T>> work, bool brief, CancellationToken ct)
    {
        await using var transaction = await Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        var result = await work();
        await transaction.CommitAsync(ct);
        return result;
    }

    /// <summary>Told once what is being done is stored, and forgotten if it is not.</summary>
    public void TellWhenStored(Signal signal)
    {
        if (!toTell.Contains(signal)) toTell.Add(signal);
    }

    /// <summary>Counted once what is being done is stored.</summary>
    internal void CountWhenStored(ICounted happened) => toCount.Add(happened);

    /// <summary>The worker is woken once what is being done is stored.</summary>
    internal void RingWhenStored() => hasWork = true;

    private void Forget()
    {
        hasWork = false;
        toTell.Clear();
        toCount.Clear();
    }

    private void Tell()
    {
        if (hasWork) this.GetService<WorkSignal>().Ring();
        foreach (var happened in toCount) this.GetService<HouseFigures>().Happened(happened.GetType().Name, happened.Kind);
        if (toTell.Count == 0) return;
        var signals = this.GetService<Signals>();
        foreach (var signal in toTell) signals.Tell(signal);
    }
}

/// <summary>The house on SQLite: one file, one writer at a time, instants as UTC ticks so that they compare and sort.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : CuobianDb(options)
{
    public override object Kept(DateTimeOffset instant) => instant.UtcTicks;

    /// <summary>Works on another connection and in its transaction, which somebody else ends.</summary>
    internal async Task<T> On<T>(SqliteConnection writer, SqliteTransaction transaction, Func<Task<T>> work)
    {
        var mine = Database.GetConnectionString();
        Database.SetDbConnection(writer);
        try
        {
            await using var shared = await Database.UseTransactionAsync(transaction, CancellationToken.None);
            return await work();
        }
        finally
        {
            Database.SetDbConnection(null, contextOwnsConnection: true);
            Database.SetConnectionString(mine);
        }
    }

    protected override Task<T> Transact<T>(Func<Task<T>> work, bool brief, CancellationToken ct) => this.GetService<WriteTurn>().Run(this, brief, work, ct);

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        base.ConfigureConventions(conventions);
        conventions.Properties<DateTimeOffset>().HaveConversion<Ticks>();
    }

    internal sealed class Ticks() : ValueConverter<DateTimeOffset, long>(
        instant => instant.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

/// <summary>The house on PostgreSQL; text sorts by code point, so that a range of area codes is an index scan.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : CuobianDb(options)
{
    public override object Kept(DateTimeOffset instant) => instant.ToUniversalTime();

    public override Task TakeTurn(long turn, CancellationToken ct) => Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({turn})", ct);

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        base.ConfigureConventions(conventions);
        conventions.Properties<DateTimeOffset>().HaveConversion<Utc>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        foreach (var text in model.Model.GetEntityTypes().SelectMany(e => e.GetProperties())
                     .Where(p => (p.GetProviderClrType() ?? p.ClrType) == typeof(string) || p.ClrType.IsEnum || Nullable.GetUnderlyingType(p.ClrType)?.IsEnum == true))
            text.SetCollation("C");
    }

    internal sealed class Utc() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        instant => instant.ToUniversalTime(), instant => instant);
}
