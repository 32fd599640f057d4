using System.Security.Cryptography;

namespace Cuobian.Data.Files;

/// <summary>
/// The store as a folder: <c>ab/cd/sha</c>. A content is written aside, brought to the disk and then renamed, so that
/// under its name it is always whole. A mark in <c>new</c> precedes it, so that no crash leaves a content nobody knows of.
/// </summary>
public sealed class FileStore(FileSettings settings, TimeProvider time) : IFileStore
{
    private readonly string writing = Path.Combine(settings.Folder, "writing");
    private readonly string fresh = Path.Combine(settings.Folder, "new");

    public async Task<string> Save(Stream content, CancellationToken ct)
    {
        Directory.CreateDirectory(writing);
        Directory.CreateDirectory(fresh);
        var draft = Path.Combine(writing, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
        try
        {
            var sha = await Write(draft, content, ct);
            Publish(draft, sha);
            return sha;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    public Task<Stream?> Open(string sha, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(sha), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<bool> Exists(string sha, CancellationToken ct) => Task.FromResult(File.Exists(PathOf(sha)));

    public Task Delete(string sha, CancellationToken ct)
    {
        if (File.Exists(PathOf(sha))) File.Delete(PathOf(sha));
        return Settle(sha, ct);
    }

    public Task<IReadOnlyList<string>> Unsettled(DateTimeOffset before, CancellationToken ct)
    {
        var drafts = Directory.Exists(writing) ? new DirectoryInfo(writing).GetFiles() : [];
        foreach (var draft in drafts.Where(d => d.LastWriteTimeUtc < before)) draft.Delete();
        var marks = Directory.Exists(fresh) ? new DirectoryInfo(fresh).GetFiles() : [];
        return Task.FromResult<IReadOnlyList<string>>([.. marks.Where(m => m.LastWriteTimeUtc < before).Select(m => m.Name)]);
    }

    public Task Settle(string sha, CancellationToken ct)
    {
        if (Directory.Exists(fresh)) File.Delete(MarkOf(sha));
        return Task.CompletedTask;
    }

    private async Task<string> Write(string draft, Stream content, CancellationToken ct)
    {
        await using var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            sum.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }
        file.Flush(flushToDisk: true);
        File.SetLastWriteTimeUtc(file.SafeFileHandle, time.GetUtcNow().UtcDateTime);
        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    private void Publish(string draft, string sha)
    {
        var path = PathOf(sha);
        if (File.Exists(path)) return;
        // By its handle: somebody may settle the same content, and with it this mark, at the same moment.
        using (var mark = File.OpenHandle(MarkOf(sha), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            File.SetLastWriteTimeUtc(mark, time.GetUtcNow().UtcDateTime);
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Somebody stored the same content at the same moment.
        }
        DiskFolder.Flush(folder);
        DiskFolder.Flush(Path.GetDirectoryName(folder)!);
        DiskFolder.Flush(settings.Folder);
    }

    private string MarkOf(string sha) => Path.Combine(fresh, Checked(sha));

    private string PathOf(string sha) => Path.Combine(settings.Folder, Checked(sha)[..2], sha[2..4], sha);

    private static string Checked(string sha) =>
        sha.Length == 64 && sha.All(char.IsAsciiHexDigitLower) ? sha : throw new ArgumentException("Not a SHA-256 in lower-case hex.", nameof(sha));
}
