using Cuobian.Data.Live;
using Cuobian.Data.Telemetry;
using Cuobian.Kernel;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
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
            var last = writing;
            (writing, together) = (null, false);
            Forget();
            if (last is not null) await last.DisposeAsync();
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
