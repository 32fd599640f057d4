namespace Cuobian.Notices;

/// <summary>How notices leave the house, from the settings <c>Notices:…</c>.</summary>
public sealed class NoticesSettings
{
    /// <summary>Where people reach this house, such as <c>https://cuobian.example</c>. Mail and SMS need it, for the links in them.</summary>
    public string Address { get; set; } = "";

    /// <summary>How long one sending may take.</summary>
    public double TimeoutSeconds { get; set; } = 15;

    public MailSettings Mail { get; set; } = new();

    /// <summary>The full address of a path of ours.</summary>
    public string Link(string path) => Address.TrimEnd('/') + path;
}

/// <summary>The mail server that takes our letters; without a host there is no mail.</summary>
public sealed class MailSettings
{
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    public string From { get; set; } = "";

    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>Off only for a relay on the same machine.</summary>
    public bool StartTls { get; set; } = true;
}
