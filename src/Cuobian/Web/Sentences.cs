using Microsoft.Extensions.Localization;

namespace Cuobian.Web;

/// <summary>A module's words for the values of its enumerations; null for values of others.</summary>
public interface ISpokenValues
{
    string? Word(Enum value);
}

/// <summary>
/// Finds the sentence for a stable code: <c>matters.wrong_state</c> stands in the words of Matters, a bare code in those of the house.
/// What stands in a sentence is spoken too: nobody reads the name of an enumeration's value.
/// </summary>
public sealed class Sentences(IStringLocalizerFactory words, IEnumerable<ISpokenValues> spoken)
{
    private const int LongestDetail = 200;

    public string For(string code, params object[] details)
    {
        var module = code.Split('.', 2) is [var name, _] ? char.ToUpperInvariant(name[0]) + name[1..] : "Web";
        var sentence = words.Create($"Cuobian.{module}.Text", "Cuobian")[code.Replace('.', '_'), [.. details.Select(Spoken)]];
        return sentence.ResourceNotFound ? code : sentence.Value;
    }

    /// <summary>What somebody sent is said back so far that they know it again.</summary>
    private object Spoken(object detail) => detail switch
    {
        Enum value => spoken.Select(words => words.Word(value)).FirstOrDefault(word => word is not null) ?? detail,
        string { Length: > LongestDetail } text => $"{text.AsSpan(0, LongestDetail)}…",
        _ => detail,
    };
}
