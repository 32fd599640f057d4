using System.Globalization;

namespace Cuobian.Bench;

/// <summary>The clock of the server alone, by libfaketime: the time of day jumps, while time that has passed is counted as before.</summary>
internal sealed class OtherClock : IAsyncDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly string preloaded;

    private OtherClock(string library)
    {
        preloaded = library;
        Write(TimeSpan.Zero);
    }

    /// <summary>How the node gets it.</summary>
    public IEnumerable<(string, string)> Settings =>
    [
        ("LD_PRELOAD", preloaded), ("FAKETIME_TIMESTAMP_FILE", file), ("FAKETIME_CACHE_DURATION", "1"), ("FAKETIME_DONT_RESET", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("FAKETIME_DISABLE_SHM", "1"),
    ];

    public static async Task<OtherClock> Find()
    {
        string[] roots = ["/usr/lib", "/usr/lib64", "/usr/local/lib"];
        var library = roots.Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateDirectories(root, "faketime", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }))
            .Select(folder => Path.Combine(folder, "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);
        return await Task.FromResult(library is null ? throw new NotHere("libfaketime is not installed (Debian: faketime)") : new OtherClock(library));
    }

    /// <summary>So far from the true time; returns when the server shows it.</summary>
    public async Task Jump(TimeSpan by)
    {
        Write(by);
        await Task.Delay(TimeSpan.FromSeconds(1.5));
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(file);
        return ValueTask.CompletedTask;
    }

    private void Write(TimeSpan by)
    {
        // Never half written: who reads the file meanwhile reads the one or the other.
        File.WriteAllText(file + ".new", by.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture) + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }
}
