using Cuobian.Data.Files;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Data.Backup;

/// <summary>Copies the SQLite file by its own online backup; copying the file alone would miss what is in its log.</summary>
internal sealed class SqliteCopy(DatabaseSettings settings) : DatabaseCopy
{
    private const string Tables = "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name";
    private const int Busy = 5, Locked = 6;

    public override string Kind => "SQLite";

    public override IEnumerable<string> KnownSchemas
    {
        get
        {
            using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite().Options);
            return [.. db.Database.GetMigrations()];
        }
    }

    public override async Task<Contents> Take(string file, CancellationToken ct)
    {
        if (!File.Exists(settings.SqliteFile)) throw new BackupTrouble($"There is no database {settings.SqliteFile}. Check --data and CUOBIAN_DATABASE.");
        await using (var source = await Open(settings.SqliteFile, SqliteOpenMode.ReadWrite, ct))
        await using (var copy = await Open(file, SqliteOpenMode.ReadWriteCreate, ct))
            source.BackupDatabase(copy);
        return await Check(file, ct);
    }

    public override Task<bool> HasContents(CancellationToken ct) => Task.FromResult(File.Exists(settings.SqliteFile));

    public override async Task PutBack(string file, Manifest manifest, bool replace, CancellationToken ct)
    {
        MustBeSame(manifest, await Check(file, ct));
        await using (var copy = await Open(file, SqliteOpenMode.ReadWrite, ct)) await Column(copy, "pragma journal_mode = wal", ct);
        if (replace && File.Exists(settings.SqliteFile)) await CloseLog(ct);
        // The one step that counts: before it the old database is there, after it the new one.
        File.Move(file, settings.SqliteFile, overwrite: replace);
        DiskFolder.Flush(settings.Folder);
    }

    /// <summary>Brings the old database's log into its file, which nobody else may have open: a log without its file would be played into the new one.</summary>
    private async Task CloseLog(CancellationToken ct)
    {
        try
        {
            await using var old = await Open(settings.SqliteFile, SqliteOpenMode.ReadWrite, ct);
            if ((await Column(old, "pragma journal_mode = delete", ct))[0] == "delete") return;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode is Busy or Locked)
        {
            // Said below.
        }
        throw new BackupTrouble("The database is in use. Stop the server, then restore.");
    }

    private static async Task<Contents> Check(string file, CancellationToken ct)
    {
        await using var copy = await Open(file, SqliteOpenMode.ReadWrite, ct);
        var sound = await Column(copy, "pragma quick_check(1)", ct);
        if (sound is not ["ok"]) throw new BackupTrouble($"The database is damaged: {string.Join("; ", sound)}. Restore the last good backup.");
        return await Look(copy, Tables, ct);
    }

    /// <summary>Without a pool, so that the file is closed, and its log with it, when the connection is.</summary>
    private static async Task<SqliteConnection> Open(string file, SqliteOpenMode mode, CancellationToken ct)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }
}
