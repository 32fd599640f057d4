using System.Net;
using System.Text;
using Cuobian.Web;

namespace Cuobian.Notices.Channels;

/// <summary>Posts to others and says what went wrong in our own codes.</summary>
internal static class Posting
{
    /// <param name="outward">The way out.</param>
    /// <param name="request">What is posted.</param>
    /// <param name="read">Reads the answer of those who say no with a yes on the outside.</param>
    /// <param name="ct">Ends the waiting.</param>
    public static async Task<Trouble?> Post(this Outward outward, HttpRequestMessage request, Func<string, Trouble?> read, CancellationToken ct)
    {
        try
        {
            using var answer = await outward.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (!answer.IsSuccessStatusCode) return new Trouble("refused", $"HTTP {(int)answer.StatusCode}", answer.StatusCode is HttpStatusCode.Gone or HttpStatusCode.NotFound);
            return read(await Start(answer.Content, ct));
        }
        catch (HttpRequestException)
        {
            return new Trouble("unreachable");
        }
    }

    /// <summary>As much of an answer as a code needs; nobody fills our memory.</summary>
    private static async Task<string> Start(HttpContent content, CancellationToken ct)
    {
        var buffer = new byte[4096];
        await using var stream = await content.ReadAsStreamAsync(ct);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
