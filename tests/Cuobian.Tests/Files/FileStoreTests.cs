using System.Security.Cryptography;
using Cuobian.Data.Files;
using Cuobian.Tests.Support;

namespace Cuobian.Tests.Files;

/// <summary>The store keeps a content once, whole, and under its own name.</summary>
public sealed class FileStoreTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly string folder = Directory.CreateTempSubdirectory("cuobian-files-").FullName;
    private readonly TestClock clock = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private FileStore Store => new(new FileSettings(folder, 15), clock);

    [Fact]
    public async Task A_content_is_found_under_its_hash()
    {
        var content = RandomNumberGenerator.GetBytes(200_000);
        var sha = await Store.Save(new MemoryStream(content), Ct);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), sha);
        Assert.True(File.Exists(Path.Combine(folder, sha[..2], sha[2..4], sha)));
        await using var stored = await Store.Open(sha, Ct);
        using var copy = new MemoryStream();
        await stored!.CopyToAsync(copy, Ct);
        Assert.Equal(content, copy.ToArray());
    }

    [Fact]
    public async Task A_stored_content_is_never_written_again()
    {
        var sha = await Store.Save(new MemoryStream([1]), Ct);
        var path = Path.Combine(folder, sha[..2], sha[2..4], sha);
        var written = File.GetLastWriteTimeUtc(path);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(sha, await Store.Save(new MemoryStream([1]), Ct));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "writing")));
    }

    [Fact]
    public async Task A_content_that_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => Store.Save(new BreakingStream(), Ct));
        Assert.Empty(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_draft_that_a_crash_left_is_swept_up()
    {
        await Store.Save(new MemoryStream([1]), Ct);
        var draft = Path.Combine(folder, "writing", "half");
        await File.WriteAllTextAsync(draft, "half", Ct);
        File.SetLastWriteTimeUtc(draft, clock.GetUtcNow().UtcDateTime);
        await Store.Unsettled(clock.GetUtcNow(), Ct);
        Assert.True(File.Exists(draft));
        await Store.Unsettled(clock.GetUtcNow().AddSeconds(1), Ct);
        Assert.False(File.Exists(draft));
    }

    [Fact]
    public async Task What_is_deleted_or_was_never_there_is_not_found()
    {
        var sha = await Store.Save(new MemoryStream([1]), Ct);
        Assert.True(await Store.Exists(sha, Ct));
        await Store.Delete(sha, Ct);
        await Store.Delete(sha, Ct);
        Assert.False(await Store.Exists(sha, Ct));
        Assert.Null(await Store.Open(sha, Ct));
        Assert.Null(await Store.Open(new string('0', 64), Ct));
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("")]
    public async Task A_name_that_is_no_hash_is_refused(string sha) => await Assert.ThrowsAsync<ArgumentException>(() => Store.Open(sha, Ct));

    [Fact]
    public async Task The_same_content_from_many_hands_is_stored_once()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);
        var shas = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Store.Save(new MemoryStream(content), Ct), Ct)));
        Assert.Single(shas.Distinct());
        Assert.Single(Directory.GetFiles(folder, shas[0], SearchOption.AllDirectories), f => !f.Contains("new", StringComparison.Ordinal));
    }

    private sealed class BreakingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("gone");
    }
}
