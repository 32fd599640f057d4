using System.Text.RegularExpressions;
using Cuobian.Kernel;

namespace Cuobian.Notices.Templates;

/// <summary>A title and a text with placeholders in braces.</summary>
public sealed record Template(string Title, string Text)
{
    public string TitleWith(IReadOnlyDictionary<string, string> values) => Placeholders.Fill(Title, values);

    public string TextWith(IReadOnlyDictionary<string, string> values) => Placeholders.Fill(Text, values);
}

/// <summary>A template that somebody wrote in place of the shipped one.</summary>
public sealed class ChangedTemplate
{
    public required string Topic { get; init; }

    public required Way Way { get; init; }

    public required bool English { get; init; }

    public required string Title { get; set; }

    public required string Text { get; set; }

    public required DateTimeOffset At { get; set; }

    public Guid? By { get; set; }
}

/// <summary>The placeholders a template may hold; a robot gets nothing but number, kind, place and link.</summary>
internal static partial class Placeholders
{
    private static readonly string[] Public = ["number", "category", "place", "link"];
    private static readonly string[] ForPeople = [.. Public, "unit", "due", "time"];

    public static IReadOnlyList<string> For(Way way) => way == Way.Hook ? Public : ForPeople;

    public static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        Braced().Replace(text, found => values.GetValueOrDefault(found.Groups[1].Value, ""));

    /// <summary>Names every placeholder that the way does not know, and every brace that stands alone.</summary>
    public static void Check(Faults faults, string field, string text, Way way)
    {
        var known = For(way);
        foreach (var unknown in Braced().Matches(text).Select(m => m.Groups[1].Value).Distinct().Where(name => !known.Contains(name)))
            faults.If(true, field, "notices.placeholder_unknown", $"{{{unknown}}}", string.Join(" ", known.Select(name => $"{{{name}}}")));
        faults.If(Braced().Replace(text, "").AsSpan().IndexOfAny('{', '}') >= 0, field, "notices.brace_alone");
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Braced();
}
