using System.Text.RegularExpressions;

namespace Cuobian.Tests.Web;

/// <summary>What must hold for every page of the house, whoever wrote it.</summary>
internal static partial class Page
{
    public static void AssertSound(string html)
    {
        Assert.DoesNotMatch(InlineStyle(), html);
        Assert.DoesNotMatch(InlineScript(), html);
        Assert.DoesNotMatch(InlineHandler(), html);
        Assert.DoesNotContain("&amp;amp;", html, StringComparison.Ordinal);
        Assert.Contains("class=\"skip\"", html, StringComparison.Ordinal);
        Assert.Single(MainPart().Matches(html));

        var ids = Ids().Matches(html).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        var asked = References().Matches(html).SelectMany(m => m.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(asked.Except(ids));
        Assert.All(Images().Matches(html), image => Assert.Contains("alt=", image.Value, StringComparison.Ordinal));
    }

    /// <summary>A page without the styles of the house, which are the same on every page and none of its words.</summary>
    public static string WithoutStyles(string html) => Styles().Replace(html, "");

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Styles();

    /// <summary>The house writes its own styles into the head of a page; nowhere else is one allowed.</summary>
    [GeneratedRegex("<[^>]+\\sstyle=|<style[^>]|</head>.*<style", RegexOptions.Singleline)]
    private static partial Regex InlineStyle();

    [GeneratedRegex("<script(?![^>]*\\ssrc=)")]
    private static partial Regex InlineScript();

    [GeneratedRegex("<[^>]+\\son[a-z]+=\"")]
    private static partial Regex InlineHandler();

    [GeneratedRegex("<main[\\s>]")]
    private static partial Regex MainPart();

    [GeneratedRegex("\\sid=\"([^\"]+)\"")]
    private static partial Regex Ids();

    [GeneratedRegex("\\s(?:for|aria-describedby|aria-labelledby)=\"([^\"]+)\"")]
    private static partial Regex References();

    [GeneratedRegex("<img[^>]*>")]
    private static partial Regex Images();
}
