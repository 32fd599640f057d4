using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Files;

/// <summary>Photos are shown as pictures and nothing else, small where small is enough.</summary>
public sealed class ServeFileTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_photo_is_served_as_a_picture_that_browsers_keep_and_do_not_guess_about()
    {
        await using var app = await CuobianApp.Start();
        var id = await Add(app, "lossy.webp");
        var (http, content) = await Serve(app, id);
        Assert.Equal(PhotoCleaner.Clean(SomePhoto.Named("lossy.webp")).Content, content);
        Assert.Equal((200, "image/webp"), (http.Response.StatusCode, http.Response.ContentType));
        Assert.Equal("nosniff", http.Response.Headers.XContentTypeOptions);
        Assert.Equal("inline", http.Response.Headers.ContentDisposition);
        Assert.Equal("private, max-age=31536000, immutable", http.Response.Headers.CacheControl);
        Assert.Equal(Path.GetFileName(Assert.Single(AddFileTests.Contents(app))), http.Response.Headers.ETag.ToString().Trim('"'));
        Assert.Equal(304, (await Serve(app, id, tag: http.Response.Headers.ETag)).Http.Response.StatusCode);
    }

    [Fact]
    public async Task An_unknown_photo_is_not_found()
    {
        await using var app = await CuobianApp.Start();
        Assert.Equal(404, (await Serve(app, Guid.Empty)).Http.Response.StatusCode);
    }

    [Fact]
    public async Task A_thumbnail_is_small_upright_and_made_once()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/vipsthumbnail"), "vipsthumbnail is not installed here");
        await using var app = await CuobianApp.Start();
        var id = await Add(app, "large.jpg");
        var (http, content) = await Serve(app, id, thumb: true);
        var thumb = PhotoCleaner.Clean(content);
        Assert.Equal(("image/jpeg", 360, 480), (thumb.Type, thumb.Width, thumb.Height));
        Assert.Equal("private, max-age=31536000, immutable", http.Response.Headers.CacheControl);
        Assert.Equal(2, AddFileTests.Contents(app).Count);
        Assert.Equal(content, (await Serve(app, id, thumb: true)).Content);
        Assert.Equal(2, AddFileTests.Contents(app).Count);
    }

    [Fact]
    public async Task A_small_photo_is_its_own_thumbnail()
    {
        await using var app = await CuobianApp.Start();
        var id = await Add(app, "picture.png");
        Assert.Equal("image/png", (await Serve(app, id, thumb: true)).Http.Response.ContentType);
        Assert.Single(AddFileTests.Contents(app));
    }

    [Fact]
    public async Task A_photo_that_cannot_be_drawn_is_served_whole_and_not_tried_again()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/vipsthumbnail"), "vipsthumbnail is not installed here");
        await using var app = await CuobianApp.Start();
        // A lossless picture of 600 × 600 by its header, and nothing that could be drawn behind it.
        var id = await Add(app, [.. "RIFF\x16\0\0\0WEBPVP8L\x0A\0\0\0"u8, 0x2F, 0x57, 0xC2, 0x95, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        var (http, content) = await Serve(app, id, thumb: true);
        Assert.Equal((200, "image/webp"), (http.Response.StatusCode, http.Response.ContentType));
        var row = await app.InScope(scope => scope.GetRequiredService<CuobianDb>().Set<StoredFile>().SingleAsync(Ct));
        Assert.Equal((row.Sha256, row.Bytes), (row.ThumbSha256, content.Length));
    }

    [Fact]
    public async Task Many_viewers_at_once_all_get_the_thumbnail()
    {
        await using var app = await CuobianApp.Start();
        var id = await Add(app, "large.jpg");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Serve(app, id, thumb: true)));
        Assert.All(answers, answer => Assert.Equal(200, answer.Http.Response.StatusCode));
    }

    internal static Task<Guid> Add(CuobianApp app, string name) => Add(app, SomePhoto.Named(name));

    internal static Task<Guid> Add(CuobianApp app, byte[] photo) => app.InScope(async scope =>
        (await scope.GetRequiredService<AddFile>().Run(new MemoryStream(photo), photo.Length, Ct)).Id);

    private static Task<(HttpContext Http, byte[] Content)> Serve(CuobianApp app, Guid id, bool thumb = false, string? tag = null) => app.InScope(async scope =>
    {
        var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = scope, Response = { Body = body } };
        http.Request.Method = "GET";
        if (tag is not null) http.Request.Headers.IfNoneMatch = tag;
        await (await scope.GetRequiredService<ServeFile>().Serve(id, thumb, Ct)).ExecuteAsync(http);
        return ((HttpContext)http, body.ToArray());
    });
}
