using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cuobian.Matters.Words;

/// <summary>Hides what identifies a person in a text for the public: numbers to call, identity and bank numbers, mail, plates, names after cues.</summary>
public sealed class PersonalWords
{
    private const char Hidden = '*';
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly List<Rule> rules = [.. Load().Select(row => new Rule(row))];

    /// <summary>The text, as long as before, with a star for every character that must not be read; masking it again changes nothing.</summary>
    public string Mask(string text)
    {
        var letters = text.ToCharArray();
        var before = "";
        // Hiding one thing can uncover the edge of another, so it goes on until nothing is left to hide.
        while (Narrow(letters) is var narrow && narrow != before)
        {
            before = narrow;
            foreach (var rule in rules) rule.Hide(Narrow(letters), letters);
        }
        return new string(letters);
    }

    /// <summary>Are there any words of that kind in the text?</summary>
    public bool HasAny(string text) => Mask(text) != text;

    /// <summary>The same text place for place with wide and Chinese digits as plain ones, so that writing them differently hides nothing.</summary>
    private static string Narrow(char[] letters) => string.Create(letters.Length, letters, static (narrow, from) =>
    {
        for (var i = 0; i < narrow.Length; i++) narrow[i] = Narrow(from[i]);
    });

    private static char Narrow(char letter) => letter switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(letter - 0xFEE0),
        '\u3000' or '\u00A0' or '\t' => ' ',
        '—' or '–' or '－' => '-',
        '〇' or '零' => '0',
        '一' or '幺' => '1',
        _ => "二三四五六七八九".IndexOf(letter, StringComparison.Ordinal) is var at and >= 0 ? (char)('2' + at) : letter,
    };

    private static List<Row> Load()
    {
        using var stream = typeof(PersonalWords).Assembly.GetManifestResourceStream("Cuobian.Matters.Words.Seed.personal-words.json")
            ?? throw new InvalidOperationException("The rules are not embedded.");
        return JsonSerializer.Deserialize<Shipped>(stream, JsonSerializerOptions.Web)!.Rules;
    }

    private sealed record Shipped(List<Row> Rules);

    private sealed record Row(string Kind, string Pattern, int[] Keep, string? Check);

    private sealed class Rule(Row row)
    {
        private readonly Regex pattern = new(row.Pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Longest);

        public void Hide(string narrow, char[] letters)
        {
            foreach (Match match in pattern.Matches(narrow))
                if (row.Check != "luhn" || IsCard(match.Value)) Hide(letters.AsSpan(match.Index, match.Length));
        }

        /// <summary>Letters and digits are hidden but for those kept at both ends; what only separates them stays.</summary>
        private void Hide(Span<char> letters)
        {
            var left = 0;
            foreach (var letter in letters) left += char.IsLetterOrDigit(letter) ? 1 : 0;
            var seen = 0;
            foreach (ref var letter in letters)
            {
                if (!char.IsLetterOrDigit(letter)) continue;
                seen++;
                if (seen > row.Keep[0] && seen <= left - row.Keep[1]) letter = Hidden;
            }
        }

        /// <summary>The sum that every bank card number satisfies.</summary>
        private static bool IsCard(string text)
        {
            var digits = text.Where(char.IsAsciiDigit).Select(c => c - '0').Reverse().ToList();
            return digits.Select((digit, at) => at % 2 == 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2).Sum() % 10 == 0;
        }
    }
}
