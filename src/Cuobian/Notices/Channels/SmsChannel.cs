using Cuobian.Notices.Templates;
using Cuobian.People.Contracts;
using Microsoft.Extensions.Options;

namespace Cuobian.Notices.Channels;

/// <summary>Hands short messages to the gateway of the house; gateways that send from templates go by the topic and its values.</summary>
internal sealed class SmsChannel(IOptionsMonitor<NoticesSettings> settings, ISmsGateway gateway) : INoticeChannel
{
    public Way Way => Way.Sms;

    public bool IsOpen => gateway.IsOpen && settings.CurrentValue.Address.Length > 0;

    public async Task<Trouble?> Send(Message message, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(message.To)) return new Trouble("address", Final: true);
        var text = message.Unsubscribe is { } unsubscribe ? $"{message.Text} {ShippedTemplates.Frame("unsubscribe_short", message.English)} {unsubscribe}" : message.Text;
        return await gateway.Hand(new SmsMessage(message.To, message.Topic, text) { Values = message.Facts }, message.Id, ct) is { } error ? Told(error) : null;
    }

    private static Trouble Told(string error) => error switch
    {
        "timeout" => new Trouble("timeout"),
        _ when error.StartsWith("HTTP ", StringComparison.Ordinal) || error == "not accepted" => new Trouble("refused", error),
        _ => new Trouble("unreachable", error),
    };
}
