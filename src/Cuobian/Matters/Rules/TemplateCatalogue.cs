using System.Globalization;
using Cuobian.Kernel;
using Cuobian.Web.Components;
using Microsoft.Extensions.Localization;

namespace Cuobian.Matters.Rules;

/// <summary>When a template is offered: with a result, or with a question to the reporter.</summary>
public enum TemplateUse { Result, Question }

/// <summary>Words prepared for an answer; <c>{number}</c>, <c>{category}</c> and <c>{unit}</c> are filled in.</summary>
public sealed record ReplyTemplate(string Code, TemplateUse Use, string Zh, string En)
{
    /// <summary>The category or class it is for; null for all.</summary>
    public string? Category { get; init; }

    public required string ZhTitle { get; init; }

    public required string EnTitle { get; init; }

    public string Title(bool chinese) => chinese ? ZhTitle : EnTitle;

    public string Words(bool chinese, string number, string category, string unit) => (chinese ? Zh : En)
        .Replace("{number}", number, StringComparison.Ordinal).Replace("{category}", category, StringComparison.Ordinal).Replace("{unit}", unit, StringComparison.Ordinal);
}

/// <summary>One published version of the reply templates.</summary>
public sealed class TemplateBook(IReadOnlyList<ReplyTemplate> templates)
{
    /// <summary>Those that fit, the most particular first.</summary>
    public IReadOnlyList<ReplyTemplate> For(TemplateUse use, string? category) =>
        [.. templates.Where(t => t.Use == use && (t.Category is null || category?.StartsWith(t.Category, StringComparison.Ordinal) == true)).OrderByDescending(t => t.Category?.Length ?? 0)];

    public ReplyTemplate? Find(string code) => templates.FirstOrDefault(t => t.Code == code);
}

/// <summary>Reply templates in both languages, by category.</summary>
public sealed class TemplateCatalogue(Categories categories, TimeProvider time) : Catalogue<TemplateBook>(CatalogueKind.Templates)
{
    public override bool IsOrdered => true;

    public override IReadOnlyList<RowField> Fields { get; } =
    [
        new("use", FieldKind.Choice, Required: true), new("category", FieldKind.Choice), new("zhTitle", Required: true), new("enTitle", Required: true),
        new("zh", FieldKind.Words, Required: true), new("en", FieldKind.Words, Required: true),
    ];

    public override TemplateBook Parse(IReadOnlyList<Row> rows, Faults faults) => new([.. rows.Select(row => Template(new RowReader(row, faults))).OfType<ReplyTemplate>()]);

    public override void Check(IReadOnlyList<Row> rows, Faults faults)
    {
        base.Check(rows, faults);
        foreach (var row in rows) CategoryChoice.Check(categories, new RowReader(row, faults));
    }

    public override IReadOnlyList<Choice> Choices(string field, IStringLocalizer<Text> words) => field switch
    {
        "use" => Named<TemplateUse>("use", words),
        "category" => CategoryChoice.Of(categories),
        _ => [],
    };

    public override string TitleOf(Row row, IStringLocalizer<Text> words) => row[CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.Ordinal) ? "zhTitle" : "enTitle"];

    public override Task Seed(Data.CuobianDb db, CancellationToken ct) => SeedOnce(db, "templates.json", time.GetUtcNow(), ct);

    private static ReplyTemplate? Template(RowReader row)
    {
        var use = row.Choice<TemplateUse>("use");
        var template = new ReplyTemplate(row.Key, use ?? TemplateUse.Result, row.Text("zh") ?? "", row.Text("en") ?? "")
        {
            Category = row.Text("category"),
            ZhTitle = row.Text("zhTitle") ?? "",
            EnTitle = row.Text("enTitle") ?? "",
        };
        return row.IsWrong || use is null ? null : template;
    }
}

/// <summary>The category a row is for, as a list to choose from.</summary>
internal static class CategoryChoice
{
    public static IReadOnlyList<Choice> Of(Categories categories) =>
        [.. categories.All.OrderBy(c => c.Code, StringComparer.Ordinal).Select(c => new Choice(c.Code, $"{c.Code} {c.Name(CultureInfo.CurrentUICulture.Name)}"))];

    public static void Check(Categories categories, RowReader row) =>
        row.If(row.Text("category") is { } category && categories.Book.ByCode.Count > 0 && !categories.Book.ByCode.ContainsKey(category), "category", "matters.unknown_category", row.Text("category") ?? "");
}
