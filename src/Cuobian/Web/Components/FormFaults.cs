using Cuobian.Kernel;

namespace Cuobian.Web.Components;

/// <summary>The element id of a form field, shared by labels, errors and the links of the summary.</summary>
internal static class FieldId
{
    public static string For(string name) => $"f-{name.Replace('.', '-').Replace('[', '-').Replace("]", "")}";
}

/// <summary>What is wrong with a form, as sentences by field; nothing until it was refused.</summary>
public sealed class FormFaults
{
    public static readonly FormFaults None = new([], null);

    private readonly IReadOnlyList<(string Field, string Sentence)> faults;

    private FormFaults(IReadOnlyList<(string Field, string Sentence)> faults, string? refusal) => (this.faults, Refusal) = (faults, refusal);

    /// <summary>The sentence of a refusal that belongs to no single field.</summary>
    public string? Refusal { get; }

    public bool Any => faults.Count > 0 || Refusal is not null;

    public IReadOnlyList<(string Field, string Sentence)> All => faults;

    /// <summary>The first sentence for a field, in whichever case the form names it.</summary>
    public string? this[string field] => faults.FirstOrDefault(f => string.Equals(f.Field, field, StringComparison.OrdinalIgnoreCase)).Sentence;

    public static FormFaults From(Invalid invalid, Sentences sentences) =>
        new([.. invalid.Faults.Select(f => (f.Field, sentences.For(f.Code, [.. f.Details])))], null);

    public static FormFaults From(Refused refused, Sentences sentences) =>
        new([], sentences.For(refused.Code, [.. refused.Details]));
}
