namespace Cuobian.People.Contracts;

/// <summary>A text message to one phone. Gateways that send from templates go by <see cref="Kind"/> and <see cref="Values"/>, others send the text.</summary>
public sealed record SmsMessage(string Phone, string Kind, string Text)
{
    /// <summary>What the gateway's template is filled with, by name.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>After this instant the message is worth nothing and is not sent any more.</summary>
    public DateTimeOffset? GoodUntil { get; init; }
}

/// <summary>Sends text messages to phones.</summary>
public interface ISmsSender
{
    /// <summary>Is there any way to reach a phone? Without one, nothing that needs it should be offered.</summary>
    bool IsOpen { get; }

    /// <summary>
    /// Takes the message in the transaction that is open, or in one of its own. It leaves the house afterwards and is tried
    /// again when the gateway does not take it: nobody waits for a gateway here.
    /// </summary>
    Task Send(SmsMessage message, CancellationToken ct);
}

/// <summary>The gateway itself, for whoever keeps their messages and repeats them on their own.</summary>
public interface ISmsGateway
{
    /// <summary>Is there any way to reach a phone?</summary>
    bool IsOpen { get; }

    /// <summary>Hands the message over now; null when it was taken, else why not. The same id at every attempt lets a gateway send nothing twice.</summary>
    Task<string?> Hand(SmsMessage message, Guid id, CancellationToken ct);
}
