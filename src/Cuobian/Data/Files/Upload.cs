using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Cuobian.Data.Files;

/// <summary>Receives the one file of a multipart request, on the disk when it is not small, and stops reading at the limit.</summary>
internal static class Upload
{
    private const int InMemory = 64 * 1024;

    public static async Task<Stream> Receive(HttpRequest request, int mostMegabytes, CancellationToken ct)
    {
        var most = mostMegabytes * 1024L * 1024;
        // An idempotent call was read once already, to see what it asks.
        if (request.Body.CanSeek) request.Body.Position = 0;
        try
        {
            return await Section(request, ct) is { } section ? await Spool(section, most, mostMegabytes, ct) : throw Photo.Missing();
        }
        catch (BadHttpRequestException larger) when (larger.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw Photo.TooLarge(mostMegabytes);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The multipart body is broken.", broken);
        }
    }

    private static async Task<Stream?> Section(HttpRequest request, CancellationToken ct)
    {
        var boundary = MultipartHash.Boundary(request.ContentType) ?? throw new BadHttpRequestException("The multipart body has no boundary.");
        var reader = new MultipartReader(boundary, request.Body);
        while (await reader.ReadNextSectionAsync(ct) is { } section)
            if (section.GetContentDispositionHeader() is { } disposition && HeaderUtilities.RemoveQuotes(disposition.Name).Equals("file", StringComparison.Ordinal))
                return section.Body;
        return null;
    }

    private static async Task<Stream> Spool(Stream content, long most, int mostMegabytes, CancellationToken ct)
    {
        var spooled = new FileBufferingReadStream(content, InMemory);
        try
        {
            var buffer = new byte[InMemory];
            while (await spooled.ReadAsync(buffer, ct) > 0)
                if (spooled.Length > most) throw Photo.TooLarge(mostMegabytes);
            spooled.Position = 0;
            return spooled;
        }
        catch
        {
            await spooled.DisposeAsync();
            throw;
        }
    }
}
