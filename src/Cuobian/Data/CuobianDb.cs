using System.Data;
using Cuobian.Data.Live;
using Cuobian.Data.Telemetry;
using Cuobian.Kernel;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
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
    private bool together;
    private IWriting? writing;

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

    /// <summary>Saves in a transaction of its own, or inside the one that is under way; it begins when all that is to be stored is known.</summary>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken ct = default) =>
        ReadThenWrite(() => Save(acceptAllChangesOnSuccess, ct));

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

    /// <summary>Is something stored together here already, so that what is written joins it?</summary>
    public bool IsTogether => together || Database.CurrentTransaction is not null;

    /// <summary>Runs the work in one transaction: all of it is stored when it returns, none when it throws.</summary>
    /// <param name="work">What is stored together.</param>
    /// <param name="ct">Undoes it, as long as it is not done.</param>
    /// <param name="brief">It takes milliseconds: on SQLite it may share a commit with those before it, who wait for it.</param>
    public Task<T> InOneTransaction<T>(Func<Task<T>> work, CancellationToken ct, bool brief = false)
    {
        return IsTogether ? Begun() : Together(Begun);

        async Task<T> Begun()
        {
            await Write(brief, ct);
            return await work();
        }
    }

    /// <summary>From here on it is written.</summary>
    internal async Task Write(bool brief, CancellationToken ct)
    {
        if (Database.CurrentTransaction is null) writing = await Begin(brief, ct);
    }

    /// <summary>
    /// As <see cref="InOneTransaction"/>, but what is read before the first write is read outside: on SQLite nobody waits for it. The first
    /// save, or work within a transaction, begins.
    /// </summary>
    public Task<T> ReadThenWrite<T>(Func<Task<T>> work) => IsTogether ? work() : Together(work);

    private async Task<T> Together<T>(Func<Task<T>> work)
    {
        together = true;
        try
        {
            var result = await work();
            if (writing is not null) await writing.Keep();
            Tell();
            return result;
        }
        finally
        {
            if (writing is not null) await writing.DisposeAsync();
            (writing, together) = (null, false);
            Forget();
        }
    }

    private protected abstract Task<IWriting> Begin(bool brief, CancellationToken ct);

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

/// <summary>The house on PostgreSQL; text sorts by code point, so that a range of area codes is an index scan.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : CuobianDb(options)
{
    public override object Kept(DateTimeOffset instant) => instant.ToUniversalTime();

    public override Task TakeTurn(long turn, CancellationToken ct) => Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({turn})", ct);

    private protected override async Task<IWriting> Begin(bool brief, CancellationToken ct) =>
        new Writing(await Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct), ct);

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

    private sealed class Writing(IDbContextTransaction transaction, CancellationToken ct) : IWriting
    {
        public Task Keep() => transaction.CommitAsync(ct);

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}

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
