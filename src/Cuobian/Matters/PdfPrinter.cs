using System.Diagnostics;
using System.Text;

namespace Cuobian.Matters;

/// <summary>Makes a PDF of a page with a Chromium that is installed: one at a time, for seconds, with little memory, no network and a folder of its own.</summary>
public sealed class PdfPrinter : IDisposable
{
    private const string Policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">";
    private const long MostMemory = 4L << 30;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    private readonly SemaphoreSlim one = new(1, 1);
    private readonly Lazy<string?> browser = new(() => Find(Names));
    private readonly Lazy<string?> limiter = new(() => Find(["prlimit"]));

    /// <summary>Is there a Chromium on this server?</summary>
    public bool IsThere => browser.Value is not null;

    /// <summary>The PDF of a page that needs nothing beside its style: scripts and addresses in it are dead. Null when it did not work in time.</summary>
    public async Task<byte[]?> Print(string style, string body, CancellationToken ct)
    {
        if (browser.Value is not { } program) return null;
        await one.WaitAsync(ct);
        var folder = Directory.CreateTempSubdirectory("cuobian-pdf-");
        try
        {
            var (page, pdf) = (Path.Combine(folder.FullName, "page.html"), Path.Combine(folder.FullName, "page.pdf"));
            await File.WriteAllTextAsync(page, $"<!doctype html><html><head><meta charset=\"utf-8\">{Policy}<style>{style}</style></head><body>{body}</body></html>", Encoding.UTF8, ct);
            return await Run(Start(program, folder.FullName, page, pdf), ct) && File.Exists(pdf) ? await File.ReadAllBytesAsync(pdf, ct) : null;
        }
        finally
        {
            Remove(folder);
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private ProcessStartInfo Start(string program, string folder, string page, string pdf)
    {
        // Heap and file size are limited, not addresses: a browser reserves far more of those than it uses.
        var start = limiter.Value is { } limit
            ? new ProcessStartInfo(limit, [$"--data={MostMemory}", "--core=0", "--fsize=104857600", program])
            : new ProcessStartInfo(program);
        string[] arguments =
        [
            "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--disable-background-networking", "--no-first-run", "--no-pdf-header-footer",
            "--proxy-server=127.0.0.1:9", "--host-resolver-rules=MAP * ~NOTFOUND",
            $"--user-data-dir={Path.Combine(folder, "profile")}", $"--print-to-pdf={pdf}", new Uri(page).AbsoluteUri,
        ];
        if (Environment.UserName == "root") start.ArgumentList.Add("--no-sandbox");
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        (start.RedirectStandardError, start.RedirectStandardOutput, start.WorkingDirectory) = (true, true, folder);
        // It learns nothing of the server's settings.
        foreach (var key in start.Environment.Keys.Where(k => k is not ("PATH" or "LANG" or "LC_ALL")).ToList()) start.Environment.Remove(key);
        start.Environment["HOME"] = folder;
        return start;
    }

    private static async Task<bool> Run(ProcessStartInfo start, CancellationToken ct)
    {
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Longest);
        try
        {
            var said = Task.WhenAll(process.StandardError.ReadToEndAsync(limit.Token), process.StandardOutput.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            await said;
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A last helper process may still hold a file; the system clears its temporary folder.
        }
    }

    private static string? Find(IEnumerable<string> names) =>
        (from name in names
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault();
}
