using System.Security.Cryptography;
using System.Text;

namespace Cuobian.Matters.Words;

/// <summary>A text with the label somebody gave it; a mere keyword weighs less than a whole report.</summary>
internal sealed record LabelledText(string Text, string Label, float Weight = 1)
{
    /// <summary>Names the text in its file, if that did: the same message in another shape has the same one.</summary>
    public string? Id { get; init; }

    /// <summary>Whole texts that people wrote; only they tell how good a model is.</summary>
    public bool IsReport => Weight >= 1;

    /// <summary>One text in five, always the same ones, is kept from training to judge the result.</summary>
    public bool IsHeldBack => IsReport && SHA256.HashData(Encoding.UTF8.GetBytes(Grams.Plain(Text)))[0] % 5 == 0;

    /// <summary>Names a set of texts whatever their order.</summary>
    public static string Fingerprint(IEnumerable<LabelledText> texts)
    {
        var lines = texts.Select(t => $"{t.Label}\t{t.Weight:0.##}\t{t.Text}").Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..16];
    }
}
