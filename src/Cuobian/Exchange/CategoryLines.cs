namespace Cuobian.Exchange;

/// <summary>A map of words as people type it: one pair a line, <c>left = right</c>; a line without a sign is left out.</summary>
internal static class CategoryLines
{
    public static Dictionary<string, string> Read(string? lines)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var line in (lines ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (line.LastIndexOfAny(['=', '＝']) is var sign and > 0) pairs[line[..sign].Trim()] = line[(sign + 1)..].Trim();
        return pairs;
    }

    public static string Write(IReadOnlyDictionary<string, string> pairs) => string.Join('\n', pairs.Select(pair => $"{pair.Key} = {pair.Value}"));
}
