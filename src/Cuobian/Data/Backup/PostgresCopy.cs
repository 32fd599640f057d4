using System.ComponentModel;
using System.Data;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Cuobian.Data.Backup;

/// <summary>Copies a PostgreSQL database by its own programs, and counts its rows in the very snapshot they copy.</summary>
internal sealed class PostgresCopy(DatabaseSettings settings, IConfiguration configuration) : DatabaseCopy
{
    private const string Tables = "select tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by tablename";
    private const string Others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";
    private readonly NpgsqlConnectionStringBuilder target = new(settings.Connection) { Pooling = false, CommandTimeout = 0 };

    public override string Kind => "PostgreSQL";

    public override IEnumerable<string> KnownSchemas
    {
        get
        {
            using var db = new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql().Options);
            return [.. db.Database.GetMigrations()];
        }
    }

    public override async Task<Contents> Take(string file, CancellationToken ct)
    {
        await using var connection = await Open(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var name = (await Column(connection, "select pg_export_snapshot()", ct))[0];
        var contents = await Look(connection, Tables, ct);
        await Run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", $"--snapshot={name}", $"--file={file}"], ct);
        return contents;
    }

    public override async Task<bool> HasContents(CancellationToken ct)
    {
        await using var connection = await Open(ct);
        return (await Column(connection, Tables, ct)).Count > 0;
    }

    public override async Task PutBack(string file, Manifest manifest, bool replace, CancellationToken ct)
    {
        await using (var connection = await Open(ct))
        {
            if (await Column(connection, Others, ct) is not ["0"]) throw new BackupTrouble("The database is in use. Stop the servers, then restore.");
            var strange = (await Column(connection, Tables, ct)).Except(manifest.Rows.Keys).ToList();
            if (strange.Count > 0) throw new BackupTrouble($"The database has tables that the archive does not know: {string.Join(", ", strange)}. Restore into an empty database.");
        }
        string[] clean = replace ? ["--clean", "--if-exists"] : [];
        await Run("pg_restore", ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", .. clean, $"--dbname={target.Database}", file], ct);
        await using var restored = await Open(ct);
        MustBeSame(manifest, await Look(restored, Tables, ct));
        await Column(restored, "analyze", ct);
    }

    private async Task<NpgsqlConnection> Open(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(target.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    private async Task Run(string program, string[] arguments, CancellationToken ct)
    {
        using var child = Start(program, arguments);
        var complaint = child.StandardError.ReadToEndAsync(ct);
        try
        {
            await child.WaitForExitAsync(ct);
        }
        finally
        {
            if (!child.HasExited) child.Kill(entireProcessTree: true);
        }
        if (child.ExitCode != 0) throw new BackupTrouble($"{program} failed: {(await complaint).Trim()}");
    }

    private Process Start(string program, string[] arguments)
    {
        var path = configuration["CUOBIAN_PG_BIN"] is { Length: > 0 } folder ? Path.Combine(folder, program) : program;
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardError = true };
        // The password goes by the environment: arguments can be read by everybody on the machine.
        foreach (var (name, value) in Environment) if (value.Length > 0) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new BackupTrouble($"{program} is missing: install the client programs of PostgreSQL (Debian: postgresql-client), of the server's version or newer, or name their folder in CUOBIAN_PG_BIN.");
        }
    }

    private IEnumerable<(string Name, string Value)> Environment =>
    [
        ("PGHOST", target.Host ?? ""),
        ("PGPORT", target.Port.ToString(CultureInfo.InvariantCulture)),
        ("PGUSER", target.Username ?? ""),
        ("PGPASSWORD", target.Password ?? ""),
        ("PGDATABASE", target.Database ?? ""),
        ("PGSSLMODE", target.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var other => other.ToString().ToLowerInvariant() }),
        ("PGSSLROOTCERT", target.RootCertificate ?? ""),
    ];
}
