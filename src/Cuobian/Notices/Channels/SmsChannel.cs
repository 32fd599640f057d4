using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Cuobian.Notices.Templates;
using Cuobian.Web;
using Microsoft.Extensions.Options;

namespace Cuobian.Notices.Channels;

/// <summary>Sends short messages through a gateway over HTTP; what is posted is a template in the settings.</summary>
internal sealed class SmsChannel(IOptionsMonitor<NoticesSettings> settings, Outward outward) : INoticeChannel
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public Way Way => Way.Sms;

    public bool IsOpen => settings.CurrentValue is { Address.Length: > 0, Sms.Url.Length: > 0 };

    public async Task<Trouble?> Send(Message message, CancellationToken ct)
    {
        var gateway = settings.CurrentValue.Sms;
        if (string.IsNullOrEmpty(message.To)) return new Trouble("address", Final: true);
        var text = message.Unsubscribe is { } unsubscribe ? $"{message.Text} {ShippedTemplates.Frame("unsubscribe_short", message.English)} {unsubscribe}" : message.Text;
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway.Url);
        request.Content = new StringContent(gateway.Body
            .Replace("{phone}", JsonSerializer.Serialize(message.To, Json), StringComparison.Ordinal)
            .Replace("{text}", JsonSerializer.Serialize(text, Json), StringComparison.Ordinal), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        request.Headers.Add("Idempotency-Key", message.Id.ToString("N"));
        if (gateway.Authorization.Length > 0) request.Headers.TryAddWithoutValidation("Authorization", gateway.Authorization);
        return await outward.Post(request, _ => null, ct);
    }
}

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
