namespace Cuobian.Insight.Contracts;

/// <summary>What may be allowed to somebody in Insight.</summary>
public static class InsightPermissions
{
    /// <summary>See hot spots and classes of problems.</summary>
    public const string Read = "insight.read";

    /// <summary>Open a class of problems, plan and tick off its measures, publish and close it.</summary>
    public const string Lead = "insight.lead";

    public static readonly IReadOnlyList<string> All = [Read, Lead];
}
