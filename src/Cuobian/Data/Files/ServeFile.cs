using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Cuobian.Data.Files;

/// <summary>Answers with a photo or its thumbnail. Whoever calls it has checked the right to see it.</summary>
public sealed class ServeFile(CuobianDb db, IFileStore store, Thumbnails thumbnails)
{
    /// <summary>The answer to a request for the photo; 404 when there is none.</summary>
    public async Task<IResult> Serve(Guid id, bool thumb, CancellationToken ct)
    {
        if (await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct) is not { } file) return Results.NotFound();
        var sha = thumb ? await Thumbnail(file, ct) : file.Sha256;
        if (await store.Open(sha ?? file.Sha256, ct) is not { } content) return Results.NotFound();
        return new Picture(content, sha is null || sha == file.Sha256 ? file.Type : Photo.Jpeg, sha ?? file.Sha256, lasting: sha is not null);
    }

    /// <summary>The content to show as thumbnail; null when one may be had later.</summary>
    private async Task<string?> Thumbnail(StoredFile file, CancellationToken ct)
    {
        if (file.ThumbSha256 is { } known) return known;
        if (file is { Width: <= Thumbnails.LongestSide, Height: <= Thumbnails.LongestSide }) return file.Sha256;
        await using var photo = await store.Open(file.Sha256, ct);
        if (photo is null) return null;
        var (outcome, content) = await thumbnails.Make(photo, ct);
        return outcome switch
        {
            Thumbnails.Outcome.Made => await Keep(file.Id, content, ct),
            Thumbnails.Outcome.Impossible => await Name(file.Id, file.Sha256, ct),
            Thumbnails.Outcome.NotNow => null,
        };
    }

    private async Task<string> Keep(Guid id, byte[] content, CancellationToken ct)
    {
        var sha = await Save(content, ct);
        return await db.InOneTransaction(async () =>
        {
            await ContentLock.Take(db, sha, ct);
            if (!await store.Exists(sha, ct)) await Save(content, ct);
            return await Name(id, sha, ct);
        }, ct);
    }

    private async Task<string> Save(byte[] content, CancellationToken ct)
    {
        using var stream = new MemoryStream(content, writable: false);
        return await store.Save(stream, ct);
    }

    private Task<string> Name(Guid id, string sha, CancellationToken ct) => db.InOneTransaction(async () =>
    {
        await db.Set<StoredFile>().Where(f => f.Id == id).ExecuteUpdateAsync(set => set.SetProperty(f => f.ThumbSha256, sha), ct);
        return sha;
    }, ct);

    /// <summary>A picture and nothing else: no browser may take it for a page, and only its viewer's browser keeps it.</summary>
    private sealed class Picture(Stream content, string type, string sha, bool lasting) : IResult
    {
        public Task ExecuteAsync(HttpContext http)
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.ContentDisposition = "inline";
            headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            // What lies behind an address never changes, except where a thumbnail is still to come.
            headers.CacheControl = lasting ? "private, max-age=31536000, immutable" : "private, max-age=60";
            return Results.Stream(content, type, entityTag: new EntityTagHeaderValue($"\"{sha}\""), enableRangeProcessing: true).ExecuteAsync(http);
        }
    }
}
