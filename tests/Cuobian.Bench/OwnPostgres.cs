using System.Diagnostics;
using System.Globalization;
using Cuobian.BrowserTests.Support;
using Npgsql;

namespace Cuobian.Bench;

/// <summary>A PostgreSQL server that may be killed, copied and promoted; PostgreSQL refuses to run as root, so it runs as its own account.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private readonly string folder;
    private readonly bool isMine;

    private OwnPostgres(string folder, bool isMine)
    {
        this.folder = folder;
        this.isMine = isMine;
        Port = FreePort.Find();
    }

    public int Port { get; }

    public string Server => $"Host=127.0.0.1;Port={Port};Username=postgres";

    private string Data => Path.Combine(folder, "data");

    public static async Task<OwnPostgres> Make(string? where = null)
    {
        var made = new OwnPostgres(where ?? Directory.CreateTempSubdirectory("cuobian-postgres-").FullName, where is null);
        await made.Own();
        await Run("initdb", "-D", made.Data, "-U", "postgres", "--auth=trust", "--locale=C.UTF-8", "--encoding=UTF8");
        await made.Start();
        return made;
    }

    public Task Start() => Run("pg_ctl", "-D", Data, "-l", Path.Combine(folder, "log"), "-w", "-t", "120", "-o",
        $"-p {Port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=300 -c max_wal_size=128MB -c min_wal_size=32MB", "start");

    /// <summary>Ends the server and all it started at once, as a power cut would.</summary>
    public async Task Kill()
    {
        var id = int.Parse((await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        try
        {
            using var postmaster = Process.GetProcessById(id);
            postmaster.Kill(entireProcessTree: true);
            await postmaster.WaitForExitAsync();
        }
        catch (ArgumentException)
        {
            // It fell by itself.
        }
    }

    /// <summary>The server and all it started.</summary>
    public IEnumerable<int> Processes()
    {
        var first = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        var children = File.ReadAllText($"/proc/{first}/task/{first}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [first, .. children.Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
    }

    /// <summary>Waits until it answers again, and starts it when it fell.</summary>
    public async Task Lift()
    {
        for (var clock = Stopwatch.StartNew(); ;)
            try
            {
                if (!File.Exists(Path.Combine(Data, "postmaster.pid"))) await Start();
                await Ask("select 1");
                return;
            }
            catch (Exception notYet) when (notYet is NpgsqlException or InvalidOperationException && clock.Elapsed < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(200);
            }
    }

    /// <summary>A server that follows this one; from then on a commit here waits until it is there too.</summary>
    public async Task<OwnPostgres> MakeStandby()
    {
        var standby = new OwnPostgres(Directory.CreateTempSubdirectory("cuobian-standby-").FullName, true);
        await standby.Own();
        await Run("pg_basebackup", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres", "-D", standby.Data, "-R", "-X", "stream", "-c", "fast");
        await standby.Start();
        await Ask("alter system set synchronous_standby_names = '*'");
        await Ask("select pg_reload_conf()");
        return standby;
    }

    public Task Promote() => Run("pg_ctl", "-D", Data, "-w", "promote");

    public async Task Ask(string sql)
    {
        await using var connection = new NpgsqlConnection($"{Server};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) await Kill();
        if (isMine) Directory.Delete(folder, recursive: true);
    }

    private Task Own() => Environment.UserName == "root" ? Shell.Run("chown", "postgres", folder) : Task.CompletedTask;

    private static Task Run(string program, params string[] arguments)
    {
        var newest = Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").MaxBy(d => int.Parse(Path.GetFileName(d), CultureInfo.InvariantCulture)) : null;
        var path = newest is null ? program : Path.Combine(newest, "bin", program);
        return Environment.UserName == "root" ? Shell.Run("runuser", ["-u", "postgres", "--", path, .. arguments]) : Shell.Run(path, arguments);
    }
}

/// <summary>Other programs, which must end well.</summary>
internal static class Shell
{
    public static async Task Run(string program, params string[] arguments)
    {
        // A server that goes on running keeps its output open: what it says goes to a file, never to a pipe that somebody waits for.
        var said = Path.GetTempFileName();
        try
        {
            using var child = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null", "sh", said, program, .. arguments]) { WorkingDirectory = "/" })!;
            await child.WaitForExitAsync();
            if (child.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {child.ExitCode}:\n{await File.ReadAllTextAsync(said)}");
        }
        finally
        {
            File.Delete(said);
        }
    }
}
