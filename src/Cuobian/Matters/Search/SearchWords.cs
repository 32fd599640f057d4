using System.Text;

namespace Cuobian.Matters.Search;

/// <summary>
/// Makes text findable without a word list: letters and digits in one shape, cut into overlapping pairs. Most Chinese nouns have two
/// characters, so a pair is the smallest thing worth looking for.
/// </summary>
internal static class SearchWords
{
    /// <summary>Narrow and lower case; a blank for everything that is neither letter nor digit.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in Whole(text).Normalize(NormalizationForm.FormKC).EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune)) plain.Append(Rune.ToLowerInvariant(rune));
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        return plain.ToString().TrimEnd();
    }

    /// <summary>Half a character, as a strange sender may write it, cannot be normalised.</summary>
    private static string Whole(string text) => string.Concat(text.EnumerateRunes());

    /// <summary>The words between the blanks of a plain text.</summary>
    public static IReadOnlyList<string> Runs(string plain) => plain.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Every pair of neighbouring characters in the words, once; a word of one character has none.</summary>
    public static IReadOnlyList<string> Pairs(string plain)
    {
        var pairs = new HashSet<string>();
        foreach (var run in Runs(plain))
        {
            var letters = run.EnumerateRunes().ToList();
            for (var at = 1; at < letters.Count; at++) pairs.Add($"{letters[at - 1]}{letters[at]}");
        }
        return [.. pairs];
    }

    /// <summary>What a word that is kept secret is found by: every run of two and of three characters; a word of one is its own.</summary>
    public static IEnumerable<string> Grams(string run) => Cut(run, 1, 2, 3);

    /// <summary>What must all be there for a word to be found among the grams: the longest runs say the most.</summary>
    public static IReadOnlyList<string> Asked(string run) => Cut(run, 3, 3, 3);

    /// <summary>Runs from one length to another; a word that is shorter than the first length counts whole.</summary>
    private static List<string> Cut(string run, int whole, int from, int to)
    {
        var letters = run.EnumerateRunes().ToList();
        if (letters.Count <= whole) return [run];
        return [.. Enumerable.Range(from, to - from + 1).SelectMany(size => Enumerable.Range(0, Math.Max(0, letters.Count - size + 1)).Select(at => string.Concat(letters.Skip(at).Take(size)))).Distinct()];
    }
}
