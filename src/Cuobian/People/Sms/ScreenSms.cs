using System.Collections.Concurrent;
using Cuobian.Data.Crypto;
using Cuobian.People.Contracts;

namespace Cuobian.People.Sms;

/// <summary>For development and the demo: nothing is sent, the sign-in page shows what would have been. It does not start in Production.</summary>
internal sealed class ScreenSms(TimeProvider time) : ISmsSender
{
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, (SmsMessage Message, DateTimeOffset At)> last = new();

    public bool IsOpen => true;

    public Task Send(SmsMessage message, CancellationToken ct)
    {
        foreach (var old in last.Where(m => time.GetUtcNow() - m.Value.At > Shown)) last.TryRemove(old);
        last[Phones.Normal(message.Phone)!] = (message, time.GetUtcNow());
        return Task.CompletedTask;
    }

    /// <summary>What was last written to a phone; null when nothing was, or long ago.</summary>
    public SmsMessage? Last(string phone) =>
        last.TryGetValue(Phones.Normal(phone)!, out var found) && time.GetUtcNow() - found.At <= Shown ? found.Message : null;
}
