using Microsoft.Extensions.Localization;

namespace Cuobian.Web;

/// <summary>Finds the sentence for a stable code: <c>matters.wrong_state</c> stands in the words of Matters, a bare code in those of the house.</summary>
public sealed class Sentences(IStringLocalizerFactory words)
{
    public string For(string code, params object[] details)
    {
        var module = code.Split('.', 2) is [var name, _] ? char.ToUpperInvariant(name[0]) + name[1..] : "Web";
        var sentence = words.Create($"Cuobian.{module}.Text", "Cuobian")[code.Replace('.', '_'), details];
        return sentence.ResourceNotFound ? code : sentence.Value;
    }
}
