using System.Diagnostics;
using Cuobian.BrowserTests.Support;
using Cuobian.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Cuobian.Bench;

/// <summary>A node of its own on a new database that holds the demo town without matters.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly string? postgres;
    private readonly (string Name, string Value)[] more;

    private Node(string database, string? postgres, (string Name, string Value)[] more)
    {
        this.more = more;
        Database = database;
        this.postgres = postgres;
        App = new RunningApp(postgres, [
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("Limits__AnonymousPerMinute", "100000000"), ("Limits__TokenPerMinute", "100000000"), .. more]);
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = App.Address };
    }

    public string Database { get; }

    public RunningApp App { get; }

    public HttpClient Client { get; }

    public DatabaseSettings Settings => new(App.Folder, postgres);

    public static Task<Node> Open(string database, string? server, params (string Name, string Value)[] more) => Open(database, server, server, more);

    /// <param name="database">sqlite or postgres.</param>
    /// <param name="server">Where the database is made.</param>
    /// <param name="reached">How the node reaches it, such as by the names of two servers.</param>
    /// <param name="more">More settings of the node.</param>
    public static async Task<Node> Open(string database, string? server, string? reached, params (string Name, string Value)[] more)
    {
        Console.Error.WriteLine($"── {database}: building the demo town");
        string? postgres = null;
        if (database == "postgres")
        {
            var name = $"bench_{Guid.CreateVersion7():N}";
            await using var connection = new NpgsqlConnection($"{server};Database=postgres;Pooling=false");
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand($"create database {name}", connection);
            await create.ExecuteNonQueryAsync();
            postgres = $"{reached};Database={name}";
        }
        var node = new Node(database, postgres, more);
        await node.App.Verb("demo", "--matters", "0");
        return node;
    }

    /// <summary>Another node with a copy of all this one has, which must not serve now.</summary>
    /// <param name="reached">How the copy reaches its server, when not as this one does.</param>
    /// <param name="added">Settings of the copy alone.</param>
    public async Task<Node> Copy(string? reached = null, params (string Name, string Value)[] added)
    {
        string? copied = null;
        if (postgres is not null)
        {
            NpgsqlConnection.ClearAllPools();
            var (was, now) = (new NpgsqlConnectionStringBuilder(postgres), new NpgsqlConnectionStringBuilder(reached ?? postgres) { Database = $"bench_{Guid.CreateVersion7():N}" });
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres) { Database = "postgres", Pooling = false, CommandTimeout = 600 }.ConnectionString);
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand($"create database {now.Database} template {was.Database}", connection);
            await create.ExecuteNonQueryAsync();
            copied = now.ConnectionString;
        }
        var copy = new Node(Database, copied, [.. more, .. added]);
        foreach (var file in Directory.EnumerateFiles(App.Folder, "*", SearchOption.AllDirectories))
        {
            var there = Path.Combine(copy.App.Folder, Path.GetRelativePath(App.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(there)!);
            File.Copy(file, there);
        }
        return copy;
    }

    /// <summary>The database without the product around it; save in a transaction. Beside a busy server another process waits long for its turn on SQLite.</summary>
    public CuobianDb Db() => postgres is null
        ? new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(new SqliteConnectionStringBuilder(Settings.Connection) { DefaultTimeout = 180 }.ConnectionString).Options)
        : new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(postgres).Options);

    public TimeSpan Cpu() => App.ProcessorTime;

    /// <summary>A token with the rights of a demonstration account.</summary>
    public async Task<string> Token(string login)
    {
        await App.Verb("token", "create", "--as", login, "--name", "bench", "--per-minute", "1000000");
        return App.Said.Split('\n').Last(line => line.Length > 20 && !line.Contains(' '));
    }

    public async Task<TimeSpan> Serve()
    {
        var clock = Stopwatch.StartNew();
        await App.Serve();
        return clock.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }
}
