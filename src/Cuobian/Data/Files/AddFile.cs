using Cuobian.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Cuobian.Data.Files;

/// <summary>Somebody uploads a photo: it is checked, cleaned and kept, and can then be attached to what it shows.</summary>
public sealed class AddFile(CuobianDb db, IFileStore store, FileSettings settings, Actor actor, TimeProvider time)
{
    // Cleaning needs memory for a photo three times over. Whoever holds a place here waits for nobody, least of all for the database.
    private static readonly SemaphoreSlim Desk = new(4);

    /// <summary>The form: one photo.</summary>
    public sealed record PhotoForm(IFormFile File);

    /// <summary>What is told about a stored photo.</summary>
    public sealed record UploadedFile(Guid Id, string Type, int Width, int Height);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/files", async (HttpRequest request, AddFile add, FileSettings settings, CancellationToken ct) =>
            {
                await using var upload = await Upload.Receive(request, settings.MostMegabytes, ct);
                return Results.Json(await add.Run(upload, upload.Length, ct), statusCode: StatusCodes.Status201Created);
            })
            .WithMetadata(new RequestSizeLimitAttribute(MostSent(api.ServiceProvider.GetRequiredService<FileSettings>())))
            .Accepts<PhotoForm>("multipart/form-data")
            .Produces<UploadedFile>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithName("addFile")
            .WithSummary("Upload a photo (JPEG, PNG or WebP, form field \"file\"). Metadata such as the place is removed. Attach it within a day.");

    /// <summary>The server lets more through than a photo may have, so that a photo a little too large gets the better sentence.</summary>
    private static long MostSent(FileSettings settings) => Math.Max(30_000_000, settings.MostBytes + 1_000_000);

    /// <summary>Everything wrong with the photo is <see cref="Invalid"/>, at the field <c>file</c>.</summary>
    public async Task<UploadedFile> Run(Stream content, long length, CancellationToken ct)
    {
        if (length == 0) throw Photo.Missing();
        if (length > settings.MostBytes) throw Photo.TooLarge(settings.MostMegabytes);
        return await Keep(await Clean(content, length, ct), ct);
    }

    private static async Task<Photo> Clean(Stream content, long length, CancellationToken ct)
    {
        await Desk.WaitAsync(ct);
        try
        {
            var bytes = new byte[length];
            var read = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
            return PhotoCleaner.Clean(bytes.AsSpan(0, read));
        }
        finally
        {
            Desk.Release();
        }
    }

    private async Task<UploadedFile> Keep(Photo photo, CancellationToken ct)
    {
        var sha = await Save(photo, ct);
        var file = new StoredFile
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Sha256 = sha,
            Type = photo.Type,
            Bytes = photo.Content.Length,
            Width = photo.Width,
            Height = photo.Height,
            At = time.GetUtcNow(),
            By = actor.Account,
        };
        return await db.InOneTransaction(async () =>
        {
            await ContentLock.Take(db, sha, ct);
            // A purge may have taken the same content away since it was saved; from here on it cannot.
            if (!await store.Exists(sha, ct)) await Save(photo, ct);
            db.Add(file);
            await db.SaveChangesAsync(ct);
            return new UploadedFile(file.Id, file.Type, file.Width, file.Height);
        }, ct);
    }

    private async Task<string> Save(Photo photo, CancellationToken ct)
    {
        using var content = new MemoryStream(photo.Content, writable: false);
        return await store.Save(content, ct);
    }
}
