using System.Globalization;

namespace Cuobian.Matters;

/// <summary>Shortens what identifies a person to what is needed to recognise them: 张**, 138****1234.</summary>
internal static class Mask
{
    public static string Name(string? name) => string.IsNullOrEmpty(name) ? "" : StringInfo.GetNextTextElement(name) + "**";

    public static string Phone(string? phone) => phone switch
    {
        null or "" => "",
        { Length: >= 11 } => phone[..3] + "****" + phone[^4..],
        _ => "****",
    };
}
