namespace Cuobian.Notices.Contracts;

/// <summary>What may be allowed to somebody in Notices.</summary>
public static class NoticesPermissions
{
    /// <summary>Write templates, add robots, see what was sent and send it again.</summary>
    public const string Manage = "notices.manage";

    /// <summary>Leads a unit: is told when its work is late, urged or reopened.</summary>
    public const string Head = "notices.head";

    public static readonly IReadOnlyList<string> All = [Manage, Head];
}
