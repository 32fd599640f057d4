using Cuobian.Matters.Contracts;

namespace Cuobian.Exchange.Open311;

/// <summary>One question a service asks besides the description; its words stand in the resources under its code.</summary>
internal sealed record ServiceAttribute(string Code, string Datatype, bool Required, params string[] Choices)
{
    /// <summary>Key of the question, of a hint, and of a choice, among the words.</summary>
    public string Words => "attribute_" + Code.ToLowerInvariant();

    public string WordsOf(string choice) => $"{Words}_{choice}";
}

/// <summary>A question of the category itself, as the service definition names it.</summary>
internal static class OwnAttributes
{
    public static string Datatype(this MatterQuestion question) => question.Type switch
    {
        "Number" => "number",
        "Date" => "datetime",
        "One" => "singlevaluelist",
        "Many" => "multivaluelist",
        _ => "string",
    };
}

/// <summary>Which questions go with which kind of matter.</summary>
internal static class ServiceAttributes
{
    private static readonly ServiceAttribute DangerNow = new("DANGER_NOW", "singlevaluelist", true, "yes", "no", "unsure");
    private static readonly ServiceAttribute PartNumber = new("PART_NO", "string", false);
    private static readonly ServiceAttribute When = new("WHEN", "multivaluelist", false, "morning", "daytime", "evening", "night");
    private static readonly ServiceAttribute Since = new("SINCE", "datetime", false);

    public static IReadOnlyList<ServiceAttribute> Of(MatterKind kind) =>
        kind.IsUrgent ? [DangerNow, Since] : kind.IsPart ? [PartNumber, Since] : [When, Since];
}
