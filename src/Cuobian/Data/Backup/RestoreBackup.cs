using System.Security.Cryptography;
using Cuobian.Data.Crypto;
using Cuobian.Data.Files;

namespace Cuobian.Data.Backup;

/// <summary>
/// Puts an archive back. It is read to its end before anything is touched; then come the files, which harm nobody by being there,
/// and last the database in one step. Files of a restore that failed are swept by the hourly purge like any others nobody names.
/// </summary>
internal sealed class RestoreBackup(IConfiguration configuration, TimeProvider time)
{
    private readonly DatabaseSettings settings = DatabaseSettings.From(configuration);

    public async Task<Manifest> Run(string file, bool replace, CancellationToken ct)
    {
        var archive = new ArchiveReader(Path.GetFullPath(file));
        var manifest = await archive.Verify(ct);
        var copy = DatabaseCopy.Of(settings, configuration);
        var files = FileSettings.From(configuration, settings);
        await MustFit(manifest, copy, files, replace, ct);

        Directory.CreateDirectory(settings.Folder);
        var database = Path.Combine(settings.Folder, "database.restored");
        var keys = Path.Combine(settings.Folder, "keys.restored");
        try
        {
            var store = new FileStore(files, time);
            await Unpack(archive, manifest, database, keys, store, ct);
            await copy.PutBack(database, manifest, replace, ct);
            if (File.Exists(keys) && !File.Exists(RingPath)) File.Move(keys, RingPath);
            await Settle(manifest, files, store, ct);
            return manifest;
        }
        finally
        {
            File.Delete(database);
            File.Delete(keys);
        }
    }

    private string RingPath => new KeyFile(settings, configuration).Path;

    private bool HasRing => File.Exists(RingPath) || new KeyFile(settings, configuration).IsGiven;

    /// <summary>True when nobody could read what was sealed: the ring is neither here nor in the archive.</summary>
    public bool LacksKeys(Manifest manifest) => !manifest.HasKeys && !HasRing;

    private async Task MustFit(Manifest manifest, DatabaseCopy copy, FileSettings files, bool replace, CancellationToken ct)
    {
        if (manifest.Kind != copy.Kind) throw new BackupTrouble($"The archive holds a {manifest.Kind} database and would be restored to {copy.Kind}. Check CUOBIAN_DATABASE.");
        if (!copy.KnownSchemas.Contains(manifest.Schema)) throw new BackupTrouble($"The archive was made by version {manifest.Program}, whose tables this version {Manifest.ThisProgram} does not know. Restore it with that version or a newer one.");
        if (!replace && (await copy.HasContents(ct) || StoredContents.In(files).Any())) throw new BackupTrouble("There is data already. Restore into an empty place, or add --replace to lose what is there.");
        if (!HasRing) return;
        var ring = new KeyFile(settings, configuration).Read();
        foreach (var (id, check) in manifest.Keys)
            if (ring.Find(id)?.Check != check) throw new BackupTrouble($"The key ring here has not the key {id} that the archive was written with. Bring back the right ring (the file keys of the data folder, or CUOBIAN_KEYS), or move the wrong one away.");
    }

    private static Task Unpack(ArchiveReader archive, Manifest manifest, string database, string keys, FileStore store, CancellationToken ct) => archive.ForEach(async (name, content) =>
    {
        if (name == Manifest.Name) return;
        if (StoredContents.ShaOf(name) is { } sha)
        {
            if (await store.Save(content, ct) != sha) throw Changed(name);
            return;
        }
        if (name is not (Manifest.Database or Manifest.KeyRing)) throw Changed(name);
        if (await Save(content, name == Manifest.KeyRing ? keys : database, ct) != manifest.Members.Single(m => m.Name == name).Sha256) throw Changed(name);
    }, ct);

    private static BackupTrouble Changed(string name) => new($"The archive changed while it was read: {name}. Nothing was restored; try again.");

    private static async Task<string> Save(Stream content, string path, CancellationToken ct)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, options);
        await content.CopyToAsync(file, ct);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }

    /// <summary>The restored files are known; what was there before and is in no row any more goes.</summary>
    private static async Task Settle(Manifest manifest, FileSettings files, FileStore store, CancellationToken ct)
    {
        var kept = manifest.Members.Select(m => StoredContents.ShaOf(m.Name)).OfType<string>().ToHashSet();
        foreach (var sha in kept) await store.Settle(sha, ct);
        foreach (var gone in StoredContents.In(files).Select(path => Path.GetFileName(path)).Except(kept).ToList()) await store.Delete(gone, ct);
    }
}
