using Cuobian.Data;
using Cuobian.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Cuobian.Tests.Support;

/// <summary>A database of its own for each test, copied from a template that was migrated and seeded once.</summary>
internal static class TestDatabase
{
    /// <summary>All tests share a key ring, because they share a template of the database.</summary>
    public const string Keys = "index HMAC-SHA256 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=; k1 AES-256-GCM ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

    private static readonly string Root = Directory.CreateTempSubdirectory("cuobian-tests-").FullName;
    private static readonly Lazy<Task> Template = new(MakeTemplate);
    private static int count;

    /// <summary>The server to test on: a PostgreSQL connection string without a database in it; empty for SQLite.</summary>
    public static string? Server { get; } = Environment.GetEnvironmentVariable("CUOBIAN_TEST_POSTGRES") is { Length: > 0 } server ? server : null;

    static TestDatabase() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);

    public static async Task<DatabaseSettings> New()
    {
        await Template.Value;
        var settings = Named($"t{Environment.ProcessId}_{Interlocked.Increment(ref count)}");
        MakeFolder(settings);
        if (settings.IsPostgres) await OnServer($"create database {DatabaseOf(settings)} template {DatabaseOf(Named(TemplateName))}");
        else File.Copy(Named(TemplateName).SqliteFile, settings.SqliteFile);
        return settings;
    }

    /// <summary>A place with nothing in it, not even a schema or a key ring.</summary>
    public static async Task<DatabaseSettings> Empty()
    {
        var settings = Named($"t{Environment.ProcessId}_{Interlocked.Increment(ref count)}");
        Directory.CreateDirectory(settings.Folder);
        if (settings.IsPostgres) await OnServer($"create database {DatabaseOf(settings)}");
        return settings;
    }

    /// <summary>The database without the product around it.</summary>
    public static CuobianDb Open(DatabaseSettings settings, params IInterceptor[] interceptors) => settings.IsPostgres
        ? new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(settings.Connection).AddInterceptors(interceptors).Options)
        : new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(settings.Connection).AddInterceptors(interceptors).Options);

    public static async Task Drop(DatabaseSettings settings)
    {
        if (settings.IsPostgres)
        {
            await using (var connection = new NpgsqlConnection(settings.Postgres)) NpgsqlConnection.ClearPool(connection);
            await OnServer($"drop database if exists {DatabaseOf(settings)} with (force)");
        }
        else
        {
            await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(settings.Connection);
            Microsoft.Data.Sqlite.SqliteConnection.ClearPool(connection);
        }
        if (Directory.Exists(settings.Folder)) Directory.Delete(settings.Folder, recursive: true);
    }

    private static string TemplateName => $"template_{Environment.ProcessId}";

    private static DatabaseSettings Named(string name) =>
        new(Path.Combine(Root, name), Server is null ? null : $"{Server};Database=cuobian_{name};Maximum Pool Size=20");

    private static string DatabaseOf(DatabaseSettings settings) => new NpgsqlConnectionStringBuilder(settings.Postgres).Database!;

    private static async Task MakeTemplate()
    {
        var settings = Named(TemplateName);
        MakeFolder(settings);
        await using (var app = new CuobianApp(settings))
        {
            app.CreateClient().Dispose();
            // Administrators of most tests sign in by password alone; the tests of the second factor demand it again.
            await app.InScope(services => services.GetRequiredService<CuobianDb>().Set<Role>().ExecuteUpdateAsync(r => r.SetProperty(x => x.NeedsSecondFactor, false)));
        }
        if (settings.IsPostgres) NpgsqlConnection.ClearAllPools();
        else
        {
            // Everything must be in the one file before it is copied.
            await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(settings.Connection);
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "pragma wal_checkpoint(truncate)";
            await command.ExecuteNonQueryAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }
    }

    private static void MakeFolder(DatabaseSettings settings)
    {
        Directory.CreateDirectory(settings.Folder);
        File.WriteAllText(Path.Combine(settings.Folder, "keys"), Keys);
    }

    private static async Task OnServer(string sql)
    {
        await using var connection = new NpgsqlConnection($"{Server};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
