using System.Collections.Concurrent;
using System.Globalization;
using Cuobian.Kernel;
using Cuobian.Web.Components;
using Microsoft.Extensions.Localization;

namespace Cuobian.Matters.Rules;

/// <summary>How a question is answered: words, a number, a day, one of the choices, or several.</summary>
public enum QuestionType { Text, Number, Date, One, Many }

/// <summary>One answer to choose, in both languages.</summary>
public sealed record QuestionChoice(string Code, string Zh, string En)
{
    public string Name(bool chinese) => chinese ? Zh : En;
}

/// <summary>A question that a report of a category asks besides the words.</summary>
public sealed record FormQuestion(string Code, QuestionType Type, bool Required, string Zh, string En)
{
    /// <summary>The category or class it is for; null for all.</summary>
    public string? Category { get; init; }

    public string? ZhHint { get; init; }

    public string? EnHint { get; init; }

    public IReadOnlyList<QuestionChoice> Choices { get; init; } = [];

    public string Label(bool chinese) => chinese ? Zh : En;

    public string? Hint(bool chinese) => chinese ? ZhHint : EnHint;
}

/// <summary>One published version of the questions.</summary>
public sealed class QuestionBook(IReadOnlyList<FormQuestion> questions)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<FormQuestion>> byCategory = [];

    public IReadOnlyList<FormQuestion> For(Category? category) => category is null ? [] : byCategory.GetOrAdd(category.Code, code =>
        [.. questions.Where(q => q.Category is null || code.StartsWith(q.Category, StringComparison.Ordinal))]);
}

/// <summary>The questions that reports ask, by category, in their order.</summary>
public sealed class QuestionCatalogue(Categories categories, TimeProvider time) : Catalogue<QuestionBook>(CatalogueKind.Questions)
{
    private const int MostChoices = 30;

    public override bool IsOrdered => true;

    public override int LongestKey => 30;

    public override IReadOnlyList<RowField> Fields { get; } =
    [
        new("category", FieldKind.Choice), new("type", FieldKind.Choice, Required: true), new("required", FieldKind.Flag),
        new("zh", Required: true), new("en", Required: true), new("zhHint"), new("enHint"), new("choices", FieldKind.Lines),
    ];

    public override QuestionBook Parse(IReadOnlyList<Row> rows, Faults faults) => new([.. rows.Select(row => Question(new RowReader(row, faults))).OfType<FormQuestion>()]);

    public override void Check(IReadOnlyList<Row> rows, Faults faults)
    {
        base.Check(rows, faults);
        foreach (var row in rows) CategoryChoice.Check(categories, new RowReader(row, faults));
    }

    public override IReadOnlyList<Choice> Choices(string field, IStringLocalizer<Text> words) => field switch
    {
        "type" => Named<QuestionType>("type", words),
        "category" => CategoryChoice.Of(categories),
        _ => [],
    };

    public override string TitleOf(Row row, IStringLocalizer<Text> words) => row[CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.Ordinal) ? "zh" : "en"];

    public override Task Seed(Data.CuobianDb db, CancellationToken ct) => SeedOnce(db, "questions.json", time.GetUtcNow(), ct);

    private static FormQuestion? Question(RowReader row)
    {
        var type = row.Choice<QuestionType>("type");
        var choices = row.Lines("choices").Select(line => Choice(line, row)).OfType<QuestionChoice>().ToList();
        row.If(row.Key.Any(c => !char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '_'), Row.KeyColumn, "matters.question_bad_code")
            .If(type is QuestionType.One or QuestionType.Many && choices.Count < 2, "choices", "matters.question_no_choices")
            .If(choices.Count > MostChoices, "choices", "matters.settings_many_lines", MostChoices)
            .If(choices.DistinctBy(c => c.Code).Count() < choices.Count, "choices", "matters.question_choice_twice");
        var question = new FormQuestion(row.Key, type ?? QuestionType.Text, row.Flag("required"), row.Text("zh") ?? "", row.Text("en") ?? "")
        {
            Category = row.Text("category"),
            ZhHint = row.Text("zhHint"),
            EnHint = row.Text("enHint"),
            Choices = choices,
        };
        return row.IsWrong || type is null ? null : question;
    }

    /// <summary>One line is <c>code | Chinese | English</c>.</summary>
    private static QuestionChoice? Choice(string line, RowReader row)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        var read = parts is [{ Length: > 0 and <= 40 } code, { Length: > 0 }, { Length: > 0 }] && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        row.If(!read, "choices", "matters.question_bad_choice", line);
        return read ? new QuestionChoice(parts[0], parts[1], parts[2]) : null;
    }
}
