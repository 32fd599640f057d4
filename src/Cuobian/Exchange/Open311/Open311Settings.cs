namespace Cuobian.Exchange.Open311;

/// <summary>What a city says of its Open311 service, from the settings <c>Open311:…</c>.</summary>
public sealed class Open311Settings
{
    /// <summary>When set, calls that name another jurisdiction get 404; naming none is always fine.</summary>
    public string? Jurisdiction { get; set; }

    /// <summary>Whom developers may ask.</summary>
    public string? Contact { get; set; }

    /// <summary><c>production</c> or <c>test</c>.</summary>
    public string Type { get; set; } = "production";
}
