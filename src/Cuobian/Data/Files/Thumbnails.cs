using System.Diagnostics;

namespace Cuobian.Data.Files;

/// <summary>
/// Makes small pictures with vipsthumbnail. Photos of strangers are decoded only there: in a child process with little
/// time and memory, which may crash without harm. Where the program is missing, photos are shown whole.
/// </summary>
public sealed class Thumbnails(ILogger<Thumbnails> log) : IDisposable
{
    public const int LongestSide = 480;
    private const string Program = "vipsthumbnail";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5), LongestRun = TimeSpan.FromSeconds(15);

    // Seconds of processor and kilobytes of memory; the shell passes the limits on to the program that replaces it.
    private static readonly string Command =
        $"ulimit -t 10; ulimit -v 2000000; ulimit -c 0; exec {Program} stdin --size '{LongestSide}x{LongestSide}>' -e srgb -o '.jpg[Q=80,strip,background=255]'";

    private static readonly bool Installed = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, Program)));

    private readonly SemaphoreSlim places = new(2);

    /// <summary>How an attempt ended: made, not to be had from this photo, or not now.</summary>
    public enum Outcome
    {
        Made,
        Impossible,
        NotNow,
    }

    /// <summary>A small JPEG of the photo, the right way up.</summary>
    public async Task<(Outcome Outcome, byte[] Content)> Make(Stream photo, CancellationToken ct)
    {
        if (!Installed || !await places.WaitAsync(LongestWait, ct)) return (Outcome.NotNow, []);
        try
        {
            return await Run(photo, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (Outcome.NotNow, []);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();

    private async Task<(Outcome Outcome, byte[] Content)> Run(Stream photo, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(LongestRun);
        using var child = Process.Start(Start())!;
        try
        {
            using var made = new MemoryStream();
            var complaint = child.StandardError.ReadToEndAsync(limit.Token);
            var output = child.StandardOutput.BaseStream.CopyToAsync(made, limit.Token);
            await Feed(child, photo, limit.Token);
            await Task.WhenAll(output, complaint, child.WaitForExitAsync(limit.Token));
            if (child.ExitCode == 0 && IsJpeg(made.ToArray())) return (Outcome.Made, made.ToArray());
            log.LogInformation("No thumbnail could be made: {Program} ended with {Code}: {Complaint}", Program, child.ExitCode, complaint.Result);
            return (Outcome.Impossible, []);
        }
        finally
        {
            if (!child.HasExited) child.Kill(entireProcessTree: true);
        }
    }

    private static ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", Command }, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var path = Environment.GetEnvironmentVariable("PATH");
        // The child needs to know nothing of ours, least of all passwords.
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["VIPS_BLOCK_UNTRUSTED"] = "1";
        start.Environment["VIPS_CONCURRENCY"] = "1";
        return start;
    }

    private static async Task Feed(Process child, Stream photo, CancellationToken ct)
    {
        try
        {
            await photo.CopyToAsync(child.StandardInput.BaseStream, ct);
            child.StandardInput.Close();
        }
        catch (IOException)
        {
            // It gave up before the end; its exit code says so.
        }
    }

    private static bool IsJpeg(byte[] content) => content is [0xFF, 0xD8, 0xFF, .., 0xFF, 0xD9];
}
