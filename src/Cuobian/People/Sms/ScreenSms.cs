using System.Collections.Concurrent;
using Cuobian.Data.Crypto;
using Cuobian.People.Contracts;
using Cuobian.People.Residents;

namespace Cuobian.People.Sms;

/// <summary>For development and the demo: nothing is sent, the sign-in page shows what would have been. It does not start in Production.</summary>
internal sealed class ScreenSms(TimeProvider time) : ISmsSender, ISmsGateway
{
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<(string Phone, string Kind), (SmsMessage Message, DateTimeOffset At)> last = new();

    public bool IsOpen => true;

    public Task Send(SmsMessage message, CancellationToken ct)
    {
        foreach (var old in last.Where(m => time.GetUtcNow() - m.Value.At > Shown)) last.TryRemove(old);
        last[(Phones.Normal(message.Phone)!, message.Kind)] = (message, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public async Task<string?> Hand(SmsMessage message, Guid id, CancellationToken ct)
    {
        await Send(message, ct);
        return null;
    }

    /// <summary>The last message of a kind to a phone; null when there was none, or long ago.</summary>
    public SmsMessage? Last(string phone, string kind = SendCode.Kind) =>
        last.TryGetValue((Phones.Normal(phone)!, kind), out var found) && time.GetUtcNow() - found.At <= Shown ? found.Message : null;
}
