namespace Cuobian.People;

/// <summary>Calls a minute through the API, from the settings <c>Limits:…</c>.</summary>
public sealed class Limits
{
    /// <summary>Of one network address without a sign-in.</summary>
    public int AnonymousPerMinute { get; set; } = 60;

    /// <summary>Of one signed-in person.</summary>
    public int SignedInPerMinute { get; set; } = 1200;

    /// <summary>Of one token, unless it was made with another number.</summary>
    public int TokenPerMinute { get; set; } = 600;

    /// <summary>Attempts to sign in from one network address.</summary>
    public int SignInsPerMinute { get; set; } = 20;

    /// <summary>Sign-in codes sent to one phone in an hour, and in a day.</summary>
    public int CodesPerPhoneHour { get; set; } = 5;

    public int CodesPerPhoneDay { get; set; } = 10;

    /// <summary>Sign-in codes asked for from one network address in an hour.</summary>
    public int CodesPerAddressHour { get; set; } = 60;
}
