using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Cuobian.Data.Files;

/// <summary>Hashes what a multipart body says, whatever boundary separates its parts: a client that tries again draws a new one.</summary>
internal static class MultipartHash
{
    /// <summary>The boundary of a multipart request; null when it is something else.</summary>
    public static string? Boundary(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 100 } boundary ? boundary : null;

    public static async Task<byte[]> Of(Stream body, string boundary, CancellationToken ct)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var reader = new MultipartReader(boundary, body);
        try
        {
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                foreach (var header in section.Headers ?? []) sum.AppendData(Encoding.UTF8.GetBytes($"{header.Key}:{header.Value}\n"));
                sum.AppendData(await SHA256.HashDataAsync(section.Body, ct));
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The multipart body is broken.", broken);
        }
        return sum.GetHashAndReset();
    }
}
