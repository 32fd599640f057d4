using System.Text.RegularExpressions;

namespace Cuobian.Matters;

/// <summary>What every text from outside goes through before it is stored.</summary>
internal static partial class TextRules
{
    /// <summary>Without blanks around it and without characters that no text has (a database may refuse them).</summary>
    public static string Clean(string? text) => text is null ? "" : NoText().Replace(text, "").Trim();

    /// <summary>Holds nothing that <see cref="Clean"/> would have to take out.</summary>
    public static bool IsPlain(string? text) => text is null || !NoText().IsMatch(text);

    public static bool IsPhone(string text) => Phone().IsMatch(text);

    [GeneratedRegex(@"[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]")]
    private static partial Regex NoText();

    [GeneratedRegex(@"^\+?[0-9][0-9 \-]{3,18}[0-9]$")]
    private static partial Regex Phone();
}
