using Cuobian.Kernel;
using Cuobian.Web;
using Microsoft.Extensions.Localization;

namespace Cuobian.Matters.Rules.Pages;

/// <summary>Faults of many rows, each with the name of its row and its field in front.</summary>
internal static class RowFaults
{
    private const int Most = 30;

    /// <summary>All faults under one field, as they concern a file or a whole draft.</summary>
    public static Invalid Named(Invalid invalid, Catalogue catalogue, IStringLocalizer<Text> words, Sentences sentences) =>
        new([.. invalid.Faults.Take(Most).Select(fault => Named(fault, catalogue, words, sentences))]);

    private static Fault Named(Fault fault, Catalogue catalogue, IStringLocalizer<Text> words, Sentences sentences)
    {
        var at = fault.Field.LastIndexOf('.');
        var field = at < 0 ? "" : fault.Field[(at + 1)..];
        var known = field == Row.KeyColumn || catalogue.Fields.Any(f => f.Name == field);
        return at < 0 ? fault : new Fault("file", "matters.settings_fault_at", fault.Field[..at], known ? words.FieldName(field) : field, sentences.For(fault.Code, [.. fault.Details]));
    }
}
