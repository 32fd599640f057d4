using System.Diagnostics;
using System.Globalization;

namespace Cuobian.Bench;

/// <summary>A disk of a few megabytes in memory, which can be filled to its last byte.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    public static async Task<SmallDisk> Mount(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("cuobian-disk-").FullName;
        try
        {
            await Shell.Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=777", "tmpfs", folder);
            return new SmallDisk(folder);
        }
        catch (InvalidOperationException)
        {
            Directory.Delete(folder);
            throw new NotHere("this account may not mount a small disk");
        }
    }

    public async Task Fill()
    {
        try
        {
            await using var file = File.Create(Ballast, 1);
            var block = new byte[4096];
            while (true) await file.WriteAsync(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Empty() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        await Shell.Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }
}

/// <summary>Makes the disk of running processes slow: strace holds each of their calls that wait for the disk back for a while.</summary>
internal sealed class SlowDisk : IAsyncDisposable
{
    private const string Sync = "fsync,fdatasync,sync_file_range";
    private Process? tracer;

    public static async Task<SlowDisk> Find()
    {
        try
        {
            await Shell.Run("strace", "-qq", "-e", $"trace={Sync}", "-e", $"inject={Sync}:delay_enter=1000", "true");
            return new SlowDisk();
        }
        catch (InvalidOperationException)
        {
            throw new NotHere("strace is not installed, or this account may not trace");
        }
    }

    /// <summary>Returns when the processes, their threads and whatever they start are held back.</summary>
    public async Task Begin(IEnumerable<int> processes)
    {
        var whom = processes.SelectMany(id => new[] { "-p", id.ToString(CultureInfo.InvariantCulture) });
        tracer = Process.Start(new ProcessStartInfo("strace", ["-f", "-qq", "-o", "/dev/null", "-e", $"trace={Sync}", "-e", $"inject={Sync}:delay_enter=200000", .. whom]) { RedirectStandardError = true })!;
        tracer.BeginErrorReadLine();
        await Task.Delay(500);
        if (tracer.HasExited) throw new InvalidOperationException("strace could not be attached.");
    }

    public async Task End()
    {
        if (tracer is null) return;
        // Asked to end, it lets go of whom it holds.
        await Shell.Run("kill", "-INT", tracer.Id.ToString(CultureInfo.InvariantCulture));
        await tracer.WaitForExitAsync();
        tracer.Dispose();
        tracer = null;
    }

    public async ValueTask DisposeAsync() => await End();
}
