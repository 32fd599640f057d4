using System.Formats.Tar;
using System.Security.Cryptography;

namespace Cuobian.Data.Backup;

/// <summary>Writes an archive member by member; it gets its name only when it is whole.</summary>
internal sealed class ArchiveWriter : IAsyncDisposable
{
    private readonly string path;
    private readonly FileStream file;
    private readonly TarWriter tar;
    private readonly DateTimeOffset at;
    private readonly List<Member> members = [];

    public ArchiveWriter(string path, DateTimeOffset at)
    {
        this.path = path;
        this.at = at;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        // What residents told the town is for its owner alone.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        file = new FileStream(Draft, options);
        tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true);
    }

    public IReadOnlyList<Member> Members => members;

    private string Draft => path + ".part";

    /// <summary>Adds a member and answers its SHA-256.</summary>
    public async Task<string> Add(string name, Stream content, CancellationToken ct)
    {
        var sha = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
        members.Add(new Member(name, content.Length, sha));
        await Write(name, content, ct);
        return sha;
    }

    public async Task Finish(Manifest manifest, CancellationToken ct)
    {
        using var content = new MemoryStream(manifest.Write());
        await Write(Manifest.Name, content, ct);
        await tar.DisposeAsync();
        file.Flush(flushToDisk: true);
        await file.DisposeAsync();
        File.Move(Draft, path, overwrite: false);
    }

    public async ValueTask DisposeAsync()
    {
        await tar.DisposeAsync();
        await file.DisposeAsync();
        File.Delete(Draft);
    }

    private async Task Write(string name, Stream content, CancellationToken ct)
    {
        content.Position = 0;
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = content,
            ModificationTime = at,
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }, ct);
    }
}

/// <summary>Reads an archive; what is not as it was when it was made is named.</summary>
internal sealed class ArchiveReader(string path)
{
    /// <summary>Reads every member to its end and compares it with the manifest.</summary>
    public async Task<Manifest> Verify(CancellationToken ct)
    {
        Manifest? manifest = null;
        var found = new Dictionary<string, Member>();
        await ForEach(async (name, content) =>
        {
            if (name == Manifest.Name) manifest = Manifest.Read(await Whole(content, ct));
            else if (!found.TryAdd(name, await Measure(name, content, ct))) throw new BackupTrouble($"The archive is damaged: {name} is in it twice. Take another backup.");
        }, ct);
        if (manifest is null) throw new BackupTrouble($"The archive is not whole: it ends before its {Manifest.Name}. Take another backup.");
        foreach (var member in manifest.Members)
        {
            if (!found.Remove(member.Name, out var here)) throw new BackupTrouble($"The archive is damaged: {member.Name} is missing. Take another backup.");
            if (here != member) throw new BackupTrouble($"The archive is damaged: {member.Name} is not what was stored ({here.Bytes:N0} bytes, SHA-256 {here.Sha256}). Take another backup.");
        }
        if (found.Keys.FirstOrDefault() is { } foreign) throw new BackupTrouble($"The archive is damaged: {foreign} does not belong in it. Take another backup.");
        return manifest;
    }

    /// <summary>Hands every member to the reader in the order of the archive.</summary>
    public async Task ForEach(Func<string, Stream, Task> read, CancellationToken ct)
    {
        var last = "its beginning";
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
            await using var tar = new TarReader(file);
            while (await tar.GetNextEntryAsync(copyData: false, ct) is { } entry)
            {
                await read(entry.Name, entry.DataStream ?? Stream.Null);
                last = entry.Name;
            }
        }
        catch (FileNotFoundException)
        {
            throw new BackupTrouble($"There is no file {path}.");
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new BackupTrouble($"The archive is damaged after {last}: {damage.Message} Take another backup.");
        }
    }

    private static async Task<byte[]> Whole(Stream content, CancellationToken ct)
    {
        using var memory = new MemoryStream();
        await content.CopyToAsync(memory, ct);
        return memory.ToArray();
    }

    private static async Task<Member> Measure(string name, Stream content, CancellationToken ct)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        long bytes = 0;
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0; bytes += read) sum.AppendData(buffer, 0, read);
        return new Member(name, bytes, Convert.ToHexStringLower(sum.GetHashAndReset()));
    }
}
