using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Cuobian.Matters.Rules;

/// <summary>What was answered to one question, with the words of the question and the answer as they stood then, in both languages.</summary>
public sealed record FormAnswer(string Code, string Zh, string En, IReadOnlyList<string> Values, string ZhAnswer, string EnAnswer)
{
    public string Label(bool chinese) => chinese ? Zh : En;

    public string Answer(bool chinese) => chinese ? ZhAnswer : EnAnswer;
}

/// <summary>Checks the answers of a report against the questions of its category.</summary>
internal static class FormAnswers
{
    public const int LongestAnswer = 500;

    /// <summary>The field of an answer among the faults of a report.</summary>
    public static string Field(string code) => $"answers.{code}";

    public static List<FormAnswer> Read(IReadOnlyList<FormQuestion> questions, IReadOnlyDictionary<string, List<string>>? given, Faults faults)
    {
        var answers = new List<FormAnswer>();
        foreach (var question in questions)
        {
            List<string> values = [.. (given?.GetValueOrDefault(question.Code) ?? []).Select(v => TextRules.Clean(v)).Where(v => v.Length > 0).Distinct()];
            faults.If(question.Required && values.Count == 0, Field(question.Code), "required");
            if (values.Count == 0 || !IsRight(question, values, faults)) continue;
            answers.Add(new FormAnswer(question.Code, question.Zh, question.En, values, Spoken(question, values, chinese: true), Spoken(question, values, chinese: false)));
        }
        foreach (var unknown in (given?.Keys ?? []).Except(questions.Select(q => q.Code))) faults.If(true, Field(unknown), "matters.unknown_question", unknown);
        return answers;
    }

    private static bool IsRight(FormQuestion question, List<string> values, Faults faults)
    {
        var (code, details) = question.Type switch
        {
            QuestionType.Number when values is not [var number] || !decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) => ("matters.answer_no_number", (object[])[]),
            QuestionType.Date when values is not [var date] || !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => ("calendar_not_a_date", [string.Join(", ", values)]),
            QuestionType.One or QuestionType.Many when values.Any(v => question.Choices.All(c => c.Code != v)) => ("matters.answer_no_choice", [string.Join(", ", question.Choices.Select(c => c.Code))]),
            QuestionType.One or QuestionType.Text when values.Count > 1 => ("matters.answer_one", []),
            _ when values.Any(v => v.Length > LongestAnswer) => ("too_long", [LongestAnswer]),
            _ => ("", []),
        };
        faults.If(code.Length > 0, Field(question.Code), code, details);
        return code.Length == 0;
    }

    private static string Spoken(FormQuestion question, List<string> values, bool chinese) =>
        string.Join(chinese ? "、" : ", ", values.Select(v => question.Choices.FirstOrDefault(c => c.Code == v)?.Name(chinese) ?? v));
}

/// <summary>Answers as they are stored with the matter.</summary>
internal static class FormAnswerText
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static readonly ValueConverter<IReadOnlyList<FormAnswer>?, string?> Converter = new(answers => Write(answers), text => Read(text));

    /// <summary>They are written once, with the matter.</summary>
    public static readonly ValueComparer<IReadOnlyList<FormAnswer>?> Comparer = new((a, b) => ReferenceEquals(a, b), answers => answers == null ? 0 : answers.Count, answers => answers);

    public static string? Write(IReadOnlyList<FormAnswer>? answers) => answers is null ? null : JsonSerializer.Serialize(answers, Json);

    public static List<FormAnswer>? Read(string? text) => text is null ? null : JsonSerializer.Deserialize<List<FormAnswer>>(text, Json);
}
