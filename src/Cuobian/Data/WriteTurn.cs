using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Data;

/// <summary>
/// The one writer's place on SQLite. Writers take turns, first come first served; whoever is brief does its work in the transaction that the
/// writer before left open, and the last of those who waited commits for them all. Nobody is answered before that commit is on the disk.
/// </summary>
public sealed class WriteTurn(IServiceScopeFactory scopes) : IAsyncDisposable, IDisposable
{
    /// <summary>The first of a group must not wait for many after it.</summary>
    private const int Most = 32;
    private const string Mine = "mine";
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim turn = new(1, 1);
    private AsyncServiceScope? place;
    private SqliteConnection? connection;
    private Group? open;
    private int waiting;

    /// <summary>Waits for the turn, which ends when what is returned is kept or let go.</summary>
    /// <param name="db">Works on the writer's connection during its turn.</param>
    /// <param name="brief">Others wait for the same commit: only what takes milliseconds.</param>
    internal async Task<IWriting> Begin(SqliteDb db, bool brief, CancellationToken ct)
    {
        // Whoever waits also ends what others began, so nobody leaves the queue.
        Interlocked.Increment(ref waiting);
        await turn.WaitAsync(CancellationToken.None);
        Interlocked.Decrement(ref waiting);
        try
        {
            ct.ThrowIfCancellationRequested();
            if (!brief) await Commit();
            return await Sit(open ??= Begin(await Connection()), db);
        }
        catch
        {
            await End();
            throw;
        }
    }

    public void Dispose() => place?.Dispose();

    /// <summary>Whoever writes while the house closes is stored or undone first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!await turn.WaitAsync(LongestTurn)) return;
        await Commit();
        Leave();
        turn.Release();
    }

    /// <summary>One connection writes, so that what it remembers of the file stays true.</summary>
    private async Task<SqliteConnection> Connection()
    {
        if (connection is not null) return connection;
        place ??= scopes.CreateAsyncScope();
        var keeper = place.Value.ServiceProvider.GetRequiredService<SqliteDb>();
        await keeper.Database.OpenConnectionAsync();
        return connection = (SqliteConnection)keeper.Database.GetDbConnection();
    }

    private static Group Begin(SqliteConnection connection) => new(connection.BeginTransaction());

    private async Task<Seat> Sit(Group group, SqliteDb db)
    {
        var seat = new Seat(this, group, db);
        try
        {
            await seat.Take(connection!);
            return seat;
        }
        catch
        {
            await seat.Undo();
            throw;
        }
    }

    private async Task End()
    {
        if (Volatile.Read(ref waiting) == 0 || open?.Members >= Most) await Commit();
        turn.Release();
    }

    private async Task Commit()
    {
        if (open is not { } group) return;
        open = null;
        try
        {
            await group.Transaction.CommitAsync();
            await group.Transaction.DisposeAsync();
            group.End(null);
        }
        catch (Exception failure)
        {
            Leave();
            group.End(failure);
        }
    }

    /// <summary>After a failure the next writer begins on a new connection; closing this one undoes what was not stored.</summary>
    private void Leave()
    {
        connection = null;
        place?.Dispose();
        place = null;
    }

    /// <summary>Writers who share a transaction.</summary>
    private sealed class Group(SqliteTransaction transaction)
    {
        private readonly TaskCompletionSource stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SqliteTransaction Transaction => transaction;

        public int Members { get; set; }

        public Task Stored => stored.Task;

        public void End(Exception? failure)
        {
            if (failure is null) stored.SetResult();
            else stored.SetException(failure);
        }
    }

    /// <summary>One writer's part of a group, from its turn until it is kept or undone.</summary>
    private sealed class Seat(WriteTurn house, Group group, SqliteDb db) : IWriting
    {
        private readonly bool first = group.Members == 0;
        private bool over;

        /// <summary>From a mark on, so that it can be undone alone.</summary>
        public async Task Take(SqliteConnection connection)
        {
            if (!first) group.Transaction.Save(Mine);
            await db.Sit(connection, group.Transaction);
        }

        /// <summary>Returns when the whole group is on the disk.</summary>
        public async Task Keep()
        {
            if (!first) group.Transaction.Release(Mine);
            group.Members++;
            over = true;
            try
            {
                await db.Rise();
            }
            finally
            {
                await house.End();
            }
            await group.Stored;
        }

        public async ValueTask DisposeAsync()
        {
            if (over) return;
            try
            {
                await Undo();
            }
            finally
            {
                await house.End();
            }
        }

        /// <summary>Only what failed is undone; when that cannot be, nobody of the group is stored.</summary>
        public async Task Undo()
        {
            over = true;
            await db.Rise();
            try
            {
                if (first)
                {
                    house.open = null;
                    await group.Transaction.DisposeAsync();
                    return;
                }
                group.Transaction.Rollback(Mine);
                group.Transaction.Release(Mine);
            }
            catch (Exception lost) when (lost is SqliteException or InvalidOperationException)
            {
                house.open = null;
                house.Leave();
                group.End(lost);
            }
        }
    }
}
