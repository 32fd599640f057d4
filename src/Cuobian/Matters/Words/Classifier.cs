namespace Cuobian.Matters.Words;

/// <summary>Guesses what a text is about; a person always chooses. Holds the model in use.</summary>
public sealed class Classifier
{
    private const int MostWords = 4;
    private static readonly Lazy<TextModel> ShippedModel = new(ReadShipped);
    private static readonly Lazy<ILookup<string, string>> ShippedKeywords = new(() =>
        ShippedTexts.Lexicon().Where(t => t.Weight < 0.9f).ToLookup(t => t.Label, t => t.Text));

    private volatile TextModel? current;

    internal static TextModel Shipped => ShippedModel.Value;

    internal TextModel Model => current ?? Shipped;

    /// <summary>Which model answers: changes whenever another is switched in.</summary>
    public string Version => Model.TrainedOn;

    /// <summary>Null goes back to the shipped model.</summary>
    internal void Use(TextModel? model) => current = model;

    /// <summary>The likeliest categories, best first, each with its probability and the words that spoke for it.</summary>
    public IReadOnlyList<Guess> Suggest(string text, int most = 3) => Suggest(Model, text, most);

    internal static IReadOnlyList<Guess> Suggest(TextModel model, string text, int most = 3) =>
        [.. model.Suggest(text, most).Select(guess => guess with { Because = Because(guess, text) })];

    /// <summary>Keywords read better than runs of characters, so they stand for the runs inside them.</summary>
    private static List<string> Because(Guess guess, string text)
    {
        var keywords = ShippedKeywords.Value[guess.Code].Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(word => word.Length).ToList();
        var longest = keywords.Where(word => !keywords.Any(other => other != word && other.Contains(word, StringComparison.Ordinal)));
        var words = longest.ToList();
        words.AddRange(guess.Because.Where(run => !words.Any(word => word.Contains(run, StringComparison.OrdinalIgnoreCase) || run.Contains(word, StringComparison.OrdinalIgnoreCase))));
        return [.. words.Take(MostWords)];
    }

    private static TextModel ReadShipped()
    {
        using var file = typeof(Classifier).Assembly.GetManifestResourceStream("Cuobian.Matters.Words.Seed.shipped.model")
            ?? throw new InvalidOperationException("The model is not embedded.");
        return ModelFile.Read(file);
    }
}
