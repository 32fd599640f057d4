using System.Globalization;
using Cuobian.Kernel;

namespace Cuobian.Matters.Words;

/// <summary>Before or while somebody reports: the three likeliest categories of a text, and the number to call when it sounds like danger.</summary>
public sealed class SuggestCategories(Classifier classifier, Categories categories, DangerWords dangers)
{
    public sealed record Suggestion(string Code, string Name, double Probability, IReadOnlyList<string> Because, string? Hotline);

    /// <summary>The guesses, which model made them, and the number that the words of the text call for, if any.</summary>
    public sealed record Answer(string Model, IReadOnlyList<Suggestion> Suggestions, string? Hotline);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/categories/suggest", (string? text, SuggestCategories suggest) => Results.Ok(suggest.Run(text)))
            .WithTags("Categories").WithSummary("The three likeliest categories of a text, with honest probabilities and the words that spoke for each. A person chooses.");

    public Answer Run(string? text)
    {
        text = TextRules.Clean(text);
        new Faults().Required(text, "text").AtMost(text, ReportMatter.LongestText, "text").Throw();
        return new Answer(classifier.Version, [.. classifier.Suggest(text).Select(Shown).OfType<Suggestion>()], dangers.Find(text)?.Hotline);
    }

    private Suggestion? Shown(Guess guess) => categories.Find(guess.Code) is not { } category ? null
        : new Suggestion(guess.Code, category.Name(CultureInfo.CurrentUICulture.Name), Math.Round(guess.Probability, 4), guess.Because, category.Hotline);
}
