using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cuobian.BrowserTests.Support;

/// <summary>The built program as a process of its own, on a free port, with a data folder that goes away afterwards.</summary>
/// <param name="postgres">The connection string of a PostgreSQL database; none for the file in the data folder.</param>
/// <param name="settings">More settings, by their names in the environment.</param>
internal sealed class RunningApp(string? postgres = null, params (string Name, string Value)[] settings) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    /// <summary>All visitors of the stories come from one address, and many at once.</summary>
    private static readonly (string, string)[] Crowd = [("Limits__AnonymousPerMinute", "100000"), ("Limits__SignedInPerMinute", "100000"), ("Limits__SignInsPerMinute", "100000")];

    private readonly ConcurrentQueue<string> said = new();
    private Process? process;

    public string Folder { get; } = Directory.CreateTempSubdirectory("cuobian-running-").FullName;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    /// <summary>What the program has printed so far.</summary>
    public string Said => string.Join('\n', said);

    /// <summary>The process that serves.</summary>
    public int Id => Ask(running => running.Id);

    /// <summary>The memory of the process that lies in RAM, in bytes.</summary>
    public long Memory => Ask(running => running.WorkingSet64);

    /// <summary>The processor time the process has used.</summary>
    public TimeSpan ProcessorTime => Ask(running => running.TotalProcessorTime);

    /// <summary>A house that serves: an empty one, or one with a copy of another's data.</summary>
    public static async Task<RunningApp> Start(RunningApp? like = null)
    {
        var app = new RunningApp(null, Crowd);
        try
        {
            if (like is not null) Copy(like.Folder, app.Folder);
            await app.Serve();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts serving, also again after <see cref="Kill"/>, with the same address and data; returns when the node is ready.</summary>
    public async Task Serve()
    {
        process = Launch("serve", "--urls", Address.ToString());
        using var client = new HttpClient { BaseAddress = Address };
        using var patience = new CancellationTokenSource(Patience);
        while (!await IsReady(client, patience.Token))
        {
            if (process.HasExited) throw new InvalidOperationException($"The program ended with code {process.ExitCode}:\n{Said}");
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Runs one verb of the command line to its end.</summary>
    public async Task Verb(params string[] arguments)
    {
        using var verb = Launch(arguments);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await verb.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            verb.Kill(entireProcessTree: true);
            throw new TimeoutException($"{arguments[0]} took longer than {Patience.TotalMinutes} minutes:\n{Said}");
        }
        if (verb.ExitCode != 0) throw new InvalidOperationException($"{arguments[0]} ended with code {verb.ExitCode}:\n{Said}");
    }

    /// <summary>Ends the process at once, as a power cut would.</summary>
    public async Task Kill()
    {
        if (process is null) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Tells the process to stop, as a service manager does, and waits until it has ended well.</summary>
    public async Task Stop()
    {
        var running = process ?? throw new InvalidOperationException("The program does not run.");
        using var patience = new CancellationTokenSource(Patience);
        using (var told = Process.Start("kill", ["-TERM", running.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await told.WaitForExitAsync(patience.Token);
        await running.WaitForExitAsync(patience.Token);
        if (running.ExitCode != 0) throw new InvalidOperationException($"The program ended with code {running.ExitCode}:\n{Said}");
        running.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        Directory.Delete(Folder, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }

    private T Ask<T>(Func<Process, T> question)
    {
        var running = process ?? throw new InvalidOperationException("The program does not run.");
        running.Refresh();
        return question(running);
    }

    private Process Launch(params string[] arguments)
    {
        // A benchmark measures what is published.
        var published = Environment.GetEnvironmentVariable("CUOBIAN_PROGRAM");
        var program = string.IsNullOrEmpty(published) ? Path.Combine(Build.Bin, "Cuobian", Build.Configuration, "Cuobian.dll") : published;
        var start = new ProcessStartInfo("dotnet", [program, .. arguments, "--data", Folder])
        {
            WorkingDirectory = string.IsNullOrEmpty(published) ? Build.AppSource : Path.GetDirectoryName(published)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // In development the program finds its static files in the source folder; published it has them beside itself.
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["Logging__LogLevel__Default"] = "Warning", ["CUOBIAN_DATABASE"] = postgres ?? "" },
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var launched = new Process { StartInfo = start };
        launched.OutputDataReceived += Listen;
        launched.ErrorDataReceived += Listen;
        launched.Start();
        launched.BeginOutputReadLine();
        launched.BeginErrorReadLine();
        return launched;
    }

    private void Listen(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null) said.Enqueue(line.Data);
    }

    private static async Task<bool> IsReady(HttpClient client, CancellationToken ct)
    {
        try
        {
            using var answer = await client.GetAsync("/health/ready", ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
