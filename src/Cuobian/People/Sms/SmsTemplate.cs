using System.Text.Json;
using System.Text.RegularExpressions;
using Cuobian.People.Contracts;

namespace Cuobian.People.Sms;

/// <summary>Fills a message into the JSON a gateway expects; what is filled in can never leave its quotation marks.</summary>
internal static partial class SmsTemplate
{
    public static string Fill(string body, SmsMessage message, Guid id) => Blank().Replace(body, blank => blank.Groups[1].Value switch
    {
        "phone" => Escape(message.Phone),
        "text" => Escape(message.Text),
        "kind" => Escape(message.Kind),
        "id" => id.ToString("N"),
        var name => message.Values.TryGetValue(name, out var value) ? Escape(value) : "",
    });

    private static string Escape(string text) => JsonEncodedText.Encode(text).ToString();

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Blank();
}
