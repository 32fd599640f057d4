using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Cuobian.Tests.Architecture;

/// <summary>Every word on screen exists in Chinese and in English, and lives in the resources.</summary>
public sealed partial class WordsTests
{
    /// <summary>The gallery of components in Development shows specimens, not pages of the product.</summary>
    private static readonly string[] Specimens = ["Gallery.razor", "Design.razor"];

    [Fact]
    public void Every_resource_file_has_its_twin_in_the_other_language()
    {
        var files = House.Sources(".resx").ToHashSet();
        Assert.NotEmpty(files);
        Findings.MustBeNone(files.Select(Twin).Except(files));
    }

    [Fact]
    public void Both_languages_have_the_same_keys()
    {
        var lonely =
            from file in House.Sources(".resx")
            let twin = Words(Twin(file))
            from key in Words(file).Keys
            where !twin.ContainsKey(key)
            select $"{file} has {key}, {Twin(file)} has not";
        Findings.MustBeNone(lonely);
    }

    [Fact]
    public void Both_languages_use_the_same_placeholders()
    {
        var unequal =
            from file in House.Sources(".en.resx")
            let chinese = Words(Twin(file))
            from word in Words(file)
            where chinese.TryGetValue(word.Key, out var other) && !Placeholders(word.Value).SetEquals(Placeholders(other))
            select $"{word.Key} in {file}";
        Findings.MustBeNone(unequal);
    }

    [Fact]
    public void No_word_is_empty_and_no_key_stands_twice()
    {
        var empty =
            from file in House.Sources(".resx")
            from word in Words(file)
            where string.IsNullOrWhiteSpace(word.Value)
            select $"{word.Key} in {file}";
        Findings.MustBeNone(empty);
    }

    [Fact]
    public void Pages_hold_no_Chinese_of_their_own()
    {
        var inline =
            from file in House.Sources(".razor")
            where !Specimens.Contains(Path.GetFileName(file))
            from line in Comments().Replace(House.Read(file), "").Split('\n')
            where Han().IsMatch(line)
            select $"{file}: {line.Trim()}";
        Findings.MustBeNone(inline);
    }

    private static string Twin(string file) => file.EndsWith(".en.resx", StringComparison.Ordinal)
        ? file[..^".en.resx".Length] + ".resx"
        : file[..^".resx".Length] + ".en.resx";

    private static Dictionary<string, string> Words(string file) => File.Exists(House.PathTo(file))
        ? XDocument.Load(House.PathTo(file)).Root!.Elements("data").ToDictionary(d => (string)d.Attribute("name")!, d => (string)d.Element("value")!)
        : [];

    private static HashSet<string> Placeholders(string text) => Placeholder().Matches(text).Select(m => m.Groups[1].Value).ToHashSet();

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->|^\s*//[^\n]*|\s//\s[^\n]*", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"[\u3400-\u9FFF\uF900-\uFAFF]")]
    private static partial Regex Han();
}
