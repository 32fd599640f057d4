using Cuobian.Data.Crypto;
using Cuobian.Data.Files;

namespace Cuobian.Data.Backup;

/// <summary>Writes the database and the files into one archive while the server runs.</summary>
internal sealed class MakeBackup(IConfiguration configuration, TimeProvider time)
{
    /// <param name="file">The archive to make; it must not be there yet.</param>
    /// <param name="withKeys">Puts the key ring in: whoever has the archive can then read everything.</param>
    public async Task<Manifest> Run(string file, bool withKeys, CancellationToken ct)
    {
        file = Path.GetFullPath(file);
        if (File.Exists(file)) throw new BackupTrouble($"{file} is there already. Choose another name.");
        var settings = DatabaseSettings.From(configuration);
        var store = FileSettings.From(configuration, settings);
        var now = time.GetUtcNow();
        var copy = DatabaseCopy.Of(settings, configuration);
        var draft = $"{file}.database";
        try
        {
            File.Delete(draft);
            // The database first: a file that a row names was there before the row.
            var contents = await copy.Take(draft, ct);
            await using var archive = new ArchiveWriter(file, now);
            await using (var database = File.OpenRead(draft)) await archive.Add(Manifest.Database, database, ct);
            var files = await AddFiles(archive, store, ct);
            if (withKeys) await AddKeys(archive, settings, ct);
            var manifest = new Manifest(Manifest.ThisProgram, now, copy.Kind, contents.Schema, contents.Rows, contents.Keys,
                [.. contents.Files.Except(files).Order()], archive.Members);
            await archive.Finish(manifest, ct);
            return manifest;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static async Task<HashSet<string>> AddFiles(ArchiveWriter archive, FileSettings store, CancellationToken ct)
    {
        var added = new HashSet<string>();
        foreach (var path in StoredContents.In(store))
        {
            var sha = Path.GetFileName(path);
            try
            {
                await using var content = File.OpenRead(path);
                if (await archive.Add(StoredContents.Member(sha), content, ct) != sha) throw new BackupTrouble($"The file {path} is damaged: its content is not what its name says. Bring it back from an older backup, or move it away.");
                added.Add(sha);
            }
            catch (FileNotFoundException)
            {
                // Purged since the folder was read; no row of the copy that holds something names it.
            }
        }
        return added;
    }

    private async Task AddKeys(ArchiveWriter archive, DatabaseSettings settings, CancellationToken ct)
    {
        using var ring = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(new KeyFile(settings, configuration).Read().ToString()));
        await archive.Add(Manifest.KeyRing, ring, ct);
    }
}

/// <summary>The contents of the files folder, by their names in an archive.</summary>
internal static class StoredContents
{
    public static IEnumerable<string> In(FileSettings store) => !Directory.Exists(store.Folder) ? [] :
        Directory.EnumerateDirectories(store.Folder, "??")
            .SelectMany(one => Directory.EnumerateDirectories(one, "??"))
            .SelectMany(Directory.EnumerateFiles)
            .Where(path => IsSha(Path.GetFileName(path)))
            .Order(StringComparer.Ordinal);

    public static string Member(string sha) => $"{Manifest.Files}{sha[..2]}/{sha[2..4]}/{sha}";

    /// <summary>The SHA-256 that a member's name promises; null when it is no stored file.</summary>
    public static string? ShaOf(string member) =>
        member.StartsWith(Manifest.Files, StringComparison.Ordinal) && member.Split('/')[^1] is var sha && IsSha(sha) ? sha : null;

    private static bool IsSha(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower);
}
