namespace Cuobian.Places.Contracts;

/// <summary>What a grid is for: an area (001–899) or one large site such as a school or a market (901–999).</summary>
public enum GridKind { General, Dedicated }

/// <summary>Reads the digits of area codes: a deeper code begins with the code above it.</summary>
public static class AreaCode
{
    private static readonly int[] Lengths = [2, 4, 6, 9, 12, 15];

    /// <summary>How many digits a code of this level has.</summary>
    public static int DigitsOf(AreaLevel level) => Lengths[(int)level];

    /// <summary>
    /// The level of a well-formed code; null for anything else. A township or community may end in zeros: Jinmen has one
    /// of each with nothing but zeros, so only its own file tells such a code from a county's with padding.
    /// </summary>
    public static AreaLevel? LevelOf(string code)
    {
        var at = Array.IndexOf(Lengths, code.Length);
        if (at < 0 || code.AsSpan().ContainsAnyExceptInRange('0', '9')) return null;
        return (AreaLevel)at switch
        {
            <= AreaLevel.County when code.EndsWith("00", StringComparison.Ordinal) => null,
            AreaLevel.Grid when code[12..] is "000" or "900" => null,
            var level => level,
        };
    }

    /// <summary>What the serial of a grid code says; null when it is no grid code.</summary>
    public static GridKind? KindOf(string code) =>
        LevelOf(code) is not AreaLevel.Grid ? null : code[12] == '9' ? GridKind.Dedicated : GridKind.General;

    /// <summary>The code one level up; null for a province and for what is no code.</summary>
    public static string? ParentOf(string code) =>
        LevelOf(code) is { } level and > AreaLevel.Province ? code[..DigitsOf(level - 1)] : null;

    /// <summary>The community around an area; the area itself where that is larger.</summary>
    public static string CommunityOf(string code) => code[..Math.Min(code.Length, DigitsOf(AreaLevel.Community))];

    /// <summary>The codes above, province first, then the code itself; empty for what is no code.</summary>
    public static IReadOnlyList<string> PathOf(string code) =>
        LevelOf(code) is { } level ? [.. Lengths.Take((int)level + 1).Select(digits => code[..digits])] : [];

    /// <summary>Takes the padding off codes written with twelve (or six) digits throughout: <c>359902000000</c> is <c>359902</c>.</summary>
    public static string Trim(string code)
    {
        var trimmed = code.Trim();
        for (var at = Array.IndexOf(Lengths, trimmed.Length); at is > 0 and < 5; at--)
        {
            if (trimmed.AsSpan(Lengths[at - 1]).IndexOfAnyExcept('0') >= 0) break;
            trimmed = trimmed[..Lengths[at - 1]];
        }
        return trimmed;
    }

    /// <summary>A building code: the community, the letter B and a serial from 00001.</summary>
    public static bool IsBuilding(string code) =>
        code.Length == 18 && code[12] == 'B' && LevelOf(code[..12]) is AreaLevel.Community
        && !code.AsSpan(13).ContainsAnyExceptInRange('0', '9') && code.AsSpan(13).IndexOfAnyExcept('0') >= 0;
}
