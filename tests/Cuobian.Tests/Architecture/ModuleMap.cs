namespace Cuobian.Tests.Architecture;

/// <summary>Who may ask whom, and only through Contracts. <c>docs/modules.md</c> shows this same map.</summary>
internal static class ModuleMap
{
    /// <summary>Rooms without a door: every module may use all of them.</summary>
    public static readonly string[] Ground = ["Kernel", "Data", "Web"];

    /// <summary>Puts the house together for a show, as Program does for the city: it may open every door.</summary>
    public const string Stage = "Demo";

    private static readonly string[] Middle = ["Matters", "Mediation", "Orders", "Deliberation", "Services", "Property", "Field"];

    public static readonly Dictionary<string, string[]> May = new()
    {
        [Stage] = [.. Middle, "Kernel", "Data", "Web", "People", "Places", "Notices", "Exchange", "Insight", "Disclosure", "Appraisal", "Video"],
        ["Kernel"] = [],
        ["Data"] = ["Kernel"],
        ["Web"] = ["Kernel", "Data", .. Middle, "People", "Places", "Notices", "Exchange", "Insight", "Disclosure", "Appraisal", "Video"],
        ["Places"] = [],
        ["People"] = ["Places"],
        ["Matters"] = ["People", "Places"],
        ["Mediation"] = ["People", "Places"],
        ["Orders"] = ["People", "Places"],
        ["Deliberation"] = ["People", "Places"],
        ["Services"] = ["People", "Places"],
        ["Property"] = ["People", "Places"],
        ["Field"] = ["People", "Places"],
        ["Notices"] = ["Matters", "People", "Places"],
        ["Exchange"] = [.. Middle, "People", "Places"],
        ["Insight"] = [.. Middle, "People", "Places"],
        ["Disclosure"] = [.. Middle, "People", "Places"],
        ["Appraisal"] = [.. Middle, "People", "Places"],
        ["Video"] = [.. Middle, "People", "Places"],
    };

    public static IEnumerable<string> Modules => May.Keys.Except(Ground).Except([Stage]);
}
