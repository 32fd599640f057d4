using Microsoft.Extensions.Localization;

namespace Cuobian.Matters.Rules.Pages;

/// <summary>Words for the parts of settings: kinds, fields and values.</summary>
internal static class SettingsText
{
    public const string Path = "/console/settings";

    public static string PathOf(Catalogue catalogue) => $"{Path}/{Catalogue.Code(catalogue.Kind)}";

    public static string Kind(this IStringLocalizer<Text> words, CatalogueKind kind) => words[$"settings_kind_{kind}"];

    public static string FieldName(this IStringLocalizer<Text> words, string field) => words[$"settings_field_{field}"];

    public static string? Hint(this IStringLocalizer<Text> words, CatalogueKind kind, string field) =>
        words[$"settings_hint_{kind}_{field}"] is { ResourceNotFound: false } hint ? hint.Value : null;

    /// <summary>What ships and what the command line brought has a word of its own as a note.</summary>
    public static string Note(this IStringLocalizer<Text> words, VersionLine line) => line.Note == "shipped" ? words["settings_shipped"] : line.Note;

    public static string Value(this IStringLocalizer<Text> words, Catalogue catalogue, string field, string value) =>
        value.Length == 0 ? "—"
        : catalogue.Fields.FirstOrDefault(f => f.Name == field)?.Kind == FieldKind.Flag ? words["settings_yes"]
        : catalogue.Say(field, value, words);

    /// <summary>The row in one line: its fields with their names, without those of the title.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(this IStringLocalizer<Text> words, Catalogue catalogue, Row row) =>
        from field in catalogue.Fields
        where row[field.Name].Length > 0 && field.Name is not ("name" or "zh" or "en" or "zhTitle" or "enTitle" or "parent")
        select (words.FieldName(field.Name), words.Value(catalogue, field.Name, row[field.Name]));
}
