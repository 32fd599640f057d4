namespace Cuobian.Notices.Channels;

/// <summary>What leaves the house: one letter, or several gathered into one.</summary>
internal sealed record Message(Guid Id, string Topic, string Who, string? To, string Title, string Text, DateTimeOffset At)
{
    /// <summary>The address that ends this topic for this person; null for a duty.</summary>
    public string? Unsubscribe { get; init; }

    public bool English { get; init; }

    /// <summary>For robots, the only facts they get; for gateways of short messages, what they fill their templates with.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();
}

/// <summary>Why a message did not arrive: a code that has a sentence, a detail, and whether trying again is of no use.</summary>
internal sealed record Trouble(string Code, string? Detail = null, bool Final = false);

/// <summary>A way out to people: mail, short messages, robots. It takes a message or says what is wrong, and never waits longer than it is told to.</summary>
internal interface INoticeChannel
{
    Way Way { get; }

    /// <summary>Is it set up? What is not gets no letters.</summary>
    bool IsOpen { get; }

    /// <summary>Null when the other side took it.</summary>
    Task<Trouble?> Send(Message message, CancellationToken ct);
}
