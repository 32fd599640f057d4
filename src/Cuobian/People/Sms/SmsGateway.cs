using System.Text;
using Cuobian.People.Contracts;
using Microsoft.Extensions.Options;

namespace Cuobian.People.Sms;

/// <summary>Hands a message to the gateway of the settings over HTTP; the answer is why it was not taken, or null.</summary>
internal sealed class SmsGateway : ISmsGateway, IDisposable
{
    private readonly SmsSettings settings;
    private readonly HttpClient client;

    public SmsGateway(IOptions<SmsSettings> options)
    {
        settings = options.Value;
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = TimeSpan.FromSeconds(settings.TimeoutSeconds),
        };
    }

    public bool IsOpen => true;

    /// <summary>The id is the same at every attempt, so that a gateway that looks at it sends nothing twice.</summary>
    public async Task<string?> Hand(SmsMessage message, Guid id, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url)
        {
            Content = new StringContent(SmsTemplate.Fill(settings.Body, message, id), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", id.ToString("N"));
        foreach (var (name, value) in settings.Headers) request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var answer = await client.SendAsync(request, ct);
            if (!answer.IsSuccessStatusCode) return $"HTTP {(int)answer.StatusCode}";
            if (settings.AcceptedWhen is not { Length: > 0 } sign) return null;
            return (await answer.Content.ReadAsStringAsync(ct)).Contains(sign, StringComparison.Ordinal) ? null : "not accepted";
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return "timeout";
        }
        catch (HttpRequestException failure)
        {
            return failure.HttpRequestError.ToString();
        }
    }

    public void Dispose() => client.Dispose();
}
