using System.Text.Json;

namespace Cuobian.People.Sms;

/// <summary>How text messages leave the house, from the settings <c>Sms:…</c>.</summary>
public sealed class SmsSettings
{
    public const string Http = "http";
    public const string Screen = "screen";

    public const string None = "none";

    /// <summary><c>http</c>, <c>screen</c> or <c>none</c>; left out: the gateway when there is an address, the screen in Development, else none.</summary>
    public string? Sender { get; set; }

    /// <summary>The address of the gateway.</summary>
    public string? Url { get; set; }

    /// <summary>Headers of the call, such as <c>Authorization</c>.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>The body of the call: JSON in which <c>{phone}</c>, <c>{text}</c>, <c>{kind}</c>, <c>{id}</c> and the values of the message are filled in.</summary>
    public string Body { get; set; } = """{"phone":"{phone}","text":"{text}"}""";

    /// <summary>What the answer must contain for a message to count as taken; left out, any 2xx answer does.</summary>
    public string? AcceptedWhen { get; set; }

    /// <summary>How long the gateway may take to answer.</summary>
    public double TimeoutSeconds { get; set; } = 10;

    /// <summary>Which way it is; throws when the settings cannot be meant.</summary>
    public string? Way(IHostEnvironment house)
    {
        var way = Sender ?? (Url is { Length: > 0 } ? Http : house.IsDevelopment() ? Screen : null);
        if (way == Screen && house.IsProduction())
            throw new Kernel.Refused("Sms:Sender=screen shows sign-in codes to everybody and does not run in Production. Set Sms:Url to your gateway.");
        if (way == Http) CheckGateway();
        else if (way is not (null or Screen or None)) throw new Kernel.Refused($"Sms:Sender is '{way}'; it can be {Http}, {Screen} or {None}.");
        return way == None ? null : way;
    }

    private void CheckGateway()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new Kernel.Refused("Sms:Url must be the http or https address of the gateway.");
        try
        {
            using var sample = JsonDocument.Parse(SmsTemplate.Fill(Body, new Contracts.SmsMessage("13800000000", "sample", "\"sample\""), Guid.Empty));
        }
        catch (JsonException)
        {
            throw new Kernel.Refused("Sms:Body must be JSON, with {phone} and {text} between quotation marks.");
        }
    }
}
