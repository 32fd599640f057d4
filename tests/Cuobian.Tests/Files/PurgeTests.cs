using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Files;

/// <summary>What nobody attached goes; what somebody holds stays.</summary>
public sealed class PurgeTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_photo_nobody_attached_is_gone_after_a_day_and_not_before()
    {
        await using var app = await CuobianApp.Start();
        await ServeFileTests.Add(app, "camera.jpg");
        app.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(0, await Purge(app));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await Purge(app));
        Assert.Empty(AddFileTests.Contents(app));
        Assert.Empty(Marks(app));
    }

    [Fact]
    public async Task An_attached_photo_stays_even_when_an_unattached_twin_goes()
    {
        await using var app = await CuobianApp.Start();
        var (kept, _) = (await ServeFileTests.Add(app, "camera.jpg"), await ServeFileTests.Add(app, "camera.jpg"));
        await Attach(app, kept);
        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await Purge(app));
        Assert.Single(AddFileTests.Contents(app));
        Assert.Equal(kept, (await Rows(app)).Single().Id);
        Assert.Empty(Marks(app));
    }

    [Fact]
    public async Task A_content_that_a_crash_left_without_a_row_is_swept_up()
    {
        await using var app = await CuobianApp.Start();
        var store = app.Services.GetRequiredService<IFileStore>();
        await store.Save(new MemoryStream([1, 2, 3]), Ct);
        app.Clock.Advance(TimeSpan.FromHours(23));
        await Purge(app);
        Assert.Single(AddFileTests.Contents(app));
        app.Clock.Advance(TimeSpan.FromHours(2));
        await Purge(app);
        Assert.Empty(AddFileTests.Contents(app));
    }

    [Fact]
    public async Task More_photos_than_one_batch_all_go()
    {
        await using var app = await CuobianApp.Start();
        await app.InScope(async scope =>
        {
            var (db, at) = (scope.GetRequiredService<CuobianDb>(), app.Clock.GetUtcNow());
            for (var i = 0; i < 450; i++)
                db.Add(new StoredFile { Id = Guid.CreateVersion7(at), Sha256 = $"{i:x64}", Type = "image/png", Bytes = 1, Width = 1, Height = 1, At = at });
            return await db.SaveChangesAsync(Ct);
        });
        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(450, await Purge(app));
        Assert.Empty(await Rows(app));
    }

    [Fact]
    public async Task Uploading_while_the_same_photo_is_purged_never_loses_it()
    {
        await using var app = await CuobianApp.Start();
        for (var round = 0; round < 20; round++)
        {
            await ServeFileTests.Add(app, "camera.jpg");
            app.Clock.Advance(TimeSpan.FromDays(2));
            var uploads = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => ServeFileTests.Add(app, "camera.jpg"), Ct)));
            await Task.WhenAll(uploads, Task.Run(() => Purge(app), Ct));
            Assert.Single(AddFileTests.Contents(app));
        }
    }

    private static Task<int> Purge(CuobianApp app) => app.InScope(scope => scope.GetRequiredService<PurgeUnattachedFiles>().Run(Ct));

    private static Task<List<StoredFile>> Rows(CuobianApp app) => app.InScope(scope => scope.GetRequiredService<CuobianDb>().Set<StoredFile>().AsNoTracking().ToListAsync(Ct));

    private static string[] Marks(CuobianApp app) => Directory.GetFiles(Path.Combine(app.Services.GetRequiredService<FileSettings>().Folder, "new"));

    private static Task<int> Attach(CuobianApp app, Guid id) => app.InScope(async scope =>
    {
        var db = scope.GetRequiredService<CuobianDb>();
        (await db.Set<StoredFile>().SingleAsync(f => f.Id == id, Ct)).Attached = true;
        return await db.SaveChangesAsync(Ct);
    });
}
