namespace Cuobian.Exchange.Contracts;

/// <summary>What may be allowed to somebody in Exchange.</summary>
public static class ExchangePermissions
{
    /// <summary>Add partners, see what went to them and came from them, and send again.</summary>
    public const string Manage = "exchange.manage";

    public static readonly IReadOnlyList<string> All = [Manage];
}
