using Cuobian.Places.Contracts;

namespace Cuobian.People;

/// <summary>The form of area codes: only digits, and as many as a level has.</summary>
internal static class Areas
{
    /// <summary>The level of a code by its length; null when it is no code.</summary>
    public static AreaLevel? LevelOf(string code) => code.All(char.IsAsciiDigit) ? ByLength(code.Length) : null;

    /// <summary>May this be the scope of a post? An area code, or nothing for everywhere.</summary>
    public static bool IsScope(string code) => code.Length == 0 || LevelOf(code) is not null;

    private static AreaLevel? ByLength(int length) => length switch
    {
        2 => AreaLevel.Province,
        4 => AreaLevel.City,
        6 => AreaLevel.County,
        9 => AreaLevel.Township,
        12 => AreaLevel.Community,
        15 => AreaLevel.Grid,
        _ => null,
    };
}
