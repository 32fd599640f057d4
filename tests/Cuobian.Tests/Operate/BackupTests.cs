using System.Text;
using Cuobian.Data;
using Cuobian.Data.Backup;
using Cuobian.Data.Files;
using Cuobian.Matters;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Cuobian.Tests.Operate;

/// <summary>A backup that is taken while people work comes back whole, and a damaged one is named before it does harm.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cuobian-backup-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Archive => Path.Combine(folder, "town.tar");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Rows_files_and_sealed_data_come_back_as_they_were()
    {
        await using var ward = await Ward.Open();
        var photo = await ward.Upload();
        var told = await ward.Report(new { text = "小区东门那盏灯坏三天了", point = Ward.Point(), photos = new[] { photo }, reporter = new { name = "林小满", phone = "13800138000" } });
        var made = await Backup(ward.App);
        Assert.True(made.FileCount >= 1);
        Assert.False(made.HasKeys);
        Assert.Empty(made.Missing);

        var target = await TestDatabase.Empty();
        await File.WriteAllTextAsync(Path.Combine(target.Folder, "keys"), TestDatabase.Keys, Ct);
        var restored = await Restore(target);
        Assert.Equal(made.Rows, restored.Rows);
        await using var after = new CuobianApp(target);
        using var anybody = after.CreateClient();
        Assert.Equal(await Picture(ward.App, photo), await Picture(after, photo));
        var shown = await anybody.GetStringAsync($"{Ward.Matters}/{told.Number}?code={told.Code}", Ct);
        Assert.Contains("小区东门那盏灯坏三天了", shown, StringComparison.Ordinal);
        Assert.Equal(await Reporters(ward.App), await Reporters(after));
        Assert.Contains("13800138000", await Reporters(after), StringComparison.Ordinal);
        Assert.Equal(await Rows(ward.App), await Rows(after));
    }

    [Fact]
    public async Task The_key_ring_is_in_it_only_when_asked_for()
    {
        await using var ward = await Ward.Open();
        await Backup(ward.App, withKeys: true);
        var target = await TestDatabase.Empty();
        Assert.True((await Restore(target)).HasKeys);
        Assert.Contains("k1 AES-256-GCM", await File.ReadAllTextAsync(Path.Combine(target.Folder, "keys"), Ct), StringComparison.Ordinal);
        await TestDatabase.Drop(target);
    }

    [Fact]
    public async Task A_place_with_another_ring_is_refused_before_anything_is_touched()
    {
        await using var ward = await Ward.Open();
        await Backup(ward.App);
        var target = await TestDatabase.Empty();
        await File.WriteAllTextAsync(Path.Combine(target.Folder, "keys"), TestDatabase.Keys.Replace("ICEi", "ICEj", StringComparison.Ordinal), Ct);
        Assert.Contains("key k1", (await Assert.ThrowsAsync<BackupTrouble>(() => Restore(target))).Message, StringComparison.Ordinal);
        Assert.Equal(["keys"], Directory.EnumerateFileSystemEntries(target.Folder).Select(Path.GetFileName));
        await TestDatabase.Drop(target);
    }

    [Fact]
    public async Task A_place_with_data_is_left_alone_unless_told_to_replace_it()
    {
        await using var ward = await Ward.Open();
        var old = await ward.Report();
        await Backup(ward.App);
        var lost = await ward.Report();
        var settings = ward.App.Services.GetRequiredService<DatabaseSettings>();
        Assert.Contains("--replace", (await Assert.ThrowsAsync<BackupTrouble>(() => Restore(settings))).Message, StringComparison.Ordinal);
        Assert.Equal(2, await Count(ward.App));

        await ward.App.InScope(async scope =>
        {
            // As a server at work holds it.
            var db = scope.GetRequiredService<CuobianDb>();
            await db.Database.OpenConnectionAsync(Ct);
            Assert.Equal(2, await db.Matters.CountAsync(Ct));
            Assert.Contains("in use", (await Assert.ThrowsAsync<BackupTrouble>(() => Restore(settings, replace: true))).Message, StringComparison.Ordinal);
            await db.Database.CloseConnectionAsync();
            return true;
        });
        await ward.App.Services.GetRequiredService<IHost>().StopAsync(Ct);
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        await Restore(settings, replace: true);
        await using var after = ward.App.AnotherNode();
        Assert.Equal([old.Number], await after.InScope(s => s.GetRequiredService<CuobianDb>().Matters.Select(m => m.Number).ToListAsync(Ct)));
        Assert.NotEqual(old.Number, lost.Number);
    }

    [Theory]
    [InlineData("manifest.json", 0.999)]
    [InlineData("database", 0.3)]
    public async Task A_damaged_archive_is_named(string what, double where)
    {
        await using var ward = await Ward.Open();
        await Backup(ward.App);
        var bytes = await File.ReadAllBytesAsync(Archive, Ct);
        if (what == "database") bytes[(int)(bytes.Length * where)] ^= 0x55;
        else bytes = bytes[..(IndexOf(bytes, "\"members\"") + 5)];
        await File.WriteAllBytesAsync(Archive, bytes, Ct);
        var target = await TestDatabase.Empty();
        var trouble = await Assert.ThrowsAsync<BackupTrouble>(() => Restore(target));
        Assert.Contains(what, trouble.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(target.Folder));
        await TestDatabase.Drop(target);
    }

    [Fact]
    public async Task It_is_taken_whole_while_people_report()
    {
        await using var ward = await Ward.Open();
        using var evening = new CancellationTokenSource();
        var reporters = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!evening.IsCancellationRequested) await ward.Report();
        }, Ct)).ToList();
        await ward.Report();
        await Backup(ward.App);
        await evening.CancelAsync();
        await Task.WhenAll(reporters);
        var target = await TestDatabase.Empty();
        await File.WriteAllTextAsync(Path.Combine(target.Folder, "keys"), TestDatabase.Keys, Ct);
        await Restore(target);
        await using var after = new CuobianApp(target);
        // Every matter in it has its history: no transaction was cut in two.
        Assert.Equal(0, await after.InScope(s => s.GetRequiredService<CuobianDb>().Matters.CountAsync(m => m.Entries.Count == 0, Ct)));
        Assert.True(await Count(after) > 0);
    }

    [Fact]
    public async Task Programs_that_are_missing_are_named()
    {
        Assert.SkipWhen(TestDatabase.Server is null, "SQLite needs no other program.");
        await using var ward = await Ward.Open();
        var trouble = await Assert.ThrowsAsync<BackupTrouble>(() =>
            new MakeBackup(Configured(ward.App.Services.GetRequiredService<DatabaseSettings>(), ("CUOBIAN_PG_BIN", folder)), TimeProvider.System).Run(Archive, false, Ct));
        Assert.Contains("pg_dump is missing", trouble.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    private static int IndexOf(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));

    private async Task<Manifest> Backup(CuobianApp app, bool withKeys = false)
    {
        var made = await new MakeBackup(Configured(app.Services.GetRequiredService<DatabaseSettings>()), TimeProvider.System).Run(Archive, withKeys, Ct);
        Assert.Equal([Archive], Directory.EnumerateFileSystemEntries(folder));
        return made;
    }

    private Task<Manifest> Restore(DatabaseSettings target, bool replace = false) =>
        new RestoreBackup(Configured(target), TimeProvider.System).Run(Archive, replace, Ct);

    private static IConfiguration Configured(DatabaseSettings settings, params (string Key, string Value)[] more) => new ConfigurationBuilder().AddInMemoryCollection(
        new Dictionary<string, string?>(more.ToDictionary(m => m.Key, m => (string?)m.Value)) { ["data"] = settings.Folder, ["CUOBIAN_DATABASE"] = settings.Postgres }).Build();

    private static Task<int> Count(CuobianApp app) => app.InScope(s => s.GetRequiredService<CuobianDb>().Matters.CountAsync(Ct));

    private static Task<byte[]> Picture(CuobianApp app, Guid file) => app.InScope(async scope =>
    {
        var row = await scope.GetRequiredService<CuobianDb>().Set<StoredFile>().SingleAsync(f => f.Id == file, Ct);
        await using var content = await scope.GetRequiredService<IFileStore>().Open(row.Sha256, Ct);
        using var bytes = new MemoryStream();
        await content!.CopyToAsync(bytes, Ct);
        return bytes.ToArray();
    });

    private static Task<string> Reporters(CuobianApp app) => app.InScope(async scope =>
        string.Join('\n', (await scope.GetRequiredService<CuobianDb>().Set<MatterReporter>().OrderBy(r => r.MatterId).ToListAsync(Ct)).Select(r => $"{r.MatterId} {r.Name} {r.Phone}")));

    private static Task<List<string>> Rows(CuobianApp app) => app.InScope(async scope =>
    {
        var entries = await scope.GetRequiredService<CuobianDb>().Set<MatterEntry>().AsNoTracking().OrderBy(e => e.MatterId).ThenBy(e => e.Seq).ToListAsync(Ct);
        return entries.Select(e => $"{e.MatterId} {e.Seq} {e.At:O} {e.Command} {e.Words}").ToList();
    });
}
