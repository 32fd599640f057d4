namespace Cuobian.Matters.Words;

/// <summary>A run of one to four characters in a text: its hash and where it stands.</summary>
internal readonly record struct Gram(uint Hash, int Start, int Length);

/// <summary>Cuts a text into overlapping runs of characters; Chinese needs no word list for this, and typing errors spoil only the runs they are in.</summary>
internal static class Grams
{
    public const int Longest = 4;

    /// <summary>What comes after this many characters no longer changes the guess.</summary>
    public const int MostCharacters = 1500;

    /// <summary>The text character for character in one shape: narrow, lower case, digits alike, a blank for everything that is no letter.</summary>
    public static string Plain(string text) =>
        string.Create(Math.Min(text.Length, MostCharacters), text, static (plain, from) =>
        {
            for (var i = 0; i < plain.Length; i++) plain[i] = Plain(from[i]);
        });

    /// <summary>Every run inside the words of a plain text, shortest first at each place.</summary>
    public static void Cut(string plain, List<Gram> into)
    {
        into.Clear();
        for (var start = 0; start < plain.Length; start++)
        {
            var hash = 2166136261u;
            for (var length = 1; length <= Longest && start + length <= plain.Length; length++)
            {
                var letter = plain[start + length - 1];
                if (letter == ' ') break;
                hash = Mixed(hash, letter);
                into.Add(new Gram(Finished(hash), start, length));
            }
        }
    }

    private static uint Mixed(uint hash, char letter) => (((hash ^ (byte)letter) * 16777619u) ^ (uint)(letter >> 8)) * 16777619u;

    private static uint Finished(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x7feb352du;
        hash ^= hash >> 15;
        hash *= 0x846ca68bu;
        return hash ^ (hash >> 16);
    }

    private static char Plain(char letter)
    {
        if (letter is >= '\uFF01' and <= '\uFF5E') letter = (char)(letter - 0xFEE0);
        if (letter is >= 'A' and <= 'Z') return (char)(letter | 0x20);
        if (letter is >= '0' and <= '9') return '0';
        return letter < 0x80 ? (letter is >= 'a' and <= 'z' ? letter : ' ') : char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) ? letter : ' ';
    }
}
