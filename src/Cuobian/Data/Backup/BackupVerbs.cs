using System.CommandLine;

namespace Cuobian.Data.Backup;

/// <summary><c>./cuobian backup …</c> and <c>./cuobian restore …</c>: they read the settings alone, so that a backup comes before an upgrade.</summary>
internal static class BackupVerbs
{
    public static IEnumerable<Command> All(Func<ParseResult, IConfiguration> settings) => [Backup(settings), Restore(settings)];

    private static Command Backup(Func<ParseResult, IConfiguration> settings)
    {
        var file = Archive("The archive to make, e.g. cuobian-2026-03-16.tar.");
        var withKeys = new Option<bool>("--with-keys") { Description = "Put the key ring in. Without it nobody can read names and phones in a lost archive; keep the ring apart." };
        var backup = new Command("backup", "Write database and files into one archive. Safe while the server runs.") { file, withKeys, Verify() };
        backup.SetAction(async (parsed, ct) =>
        {
            var made = await new MakeBackup(settings(parsed), TimeProvider.System).Run(parsed.GetValue(file)!, parsed.GetValue(withKeys), ct);
            Console.WriteLine($"{parsed.GetValue(file)}: {made.InWords}.");
            if (!made.HasKeys) Console.WriteLine("Keep a copy of the key ring apart from it: without the ring nobody can read the personal data.");
            TellMissing(made);
            return 0;
        });
        return backup;
    }

    private static Command Verify()
    {
        var file = Archive("The archive to read.");
        var verify = new Command("verify", "Read an archive to its end and compare every member with the manifest.") { file };
        verify.SetAction(async (parsed, ct) =>
        {
            var found = await new ArchiveReader(Path.GetFullPath(parsed.GetValue(file)!)).Verify(ct);
            Console.WriteLine($"Whole and unchanged: {found.InWords}.");
            TellMissing(found);
            return 0;
        });
        return verify;
    }

    private static Command Restore(Func<ParseResult, IConfiguration> settings)
    {
        var file = Archive("An archive that backup made.");
        var replace = new Option<bool>("--replace") { Description = "Lose the data that is there." };
        var restore = new Command("restore", "Put an archive back, whole or not at all. Stop every server first.") { file, replace };
        restore.SetAction(async (parsed, ct) =>
        {
            var putBack = new RestoreBackup(settings(parsed), TimeProvider.System);
            var restored = await putBack.Run(parsed.GetValue(file)!, parsed.GetValue(replace), ct);
            Console.WriteLine($"Restored: {restored.InWords}.");
            if (putBack.LacksKeys(restored)) Console.WriteLine($"Before you start the server, put the key ring back (the file keys of the data folder, or CUOBIAN_KEYS). It was written with {string.Join(", ", restored.Keys.Keys)}.");
            TellMissing(restored);
            return 0;
        });
        return restore;
    }

    private static Argument<string> Archive(string description) => new("FILE") { Description = description };

    private static void TellMissing(Manifest manifest)
    {
        if (manifest.Missing.Count > 0) Console.Error.WriteLine($"{manifest.Missing.Count} files that rows name were not in the files folder, the first is {manifest.Missing[0]}. Look for them in older backups.");
    }
}
