using System.Text.Json;

namespace Cuobian.Matters.Words;

/// <summary>What the shipped model learned from: the names and keywords of the categories, phrases, and the reports of the demo town.</summary>
internal static class ShippedTexts
{
    private const float Keyword = 0.5f;
    private const float Phrase = 0.9f;

    /// <summary>Codes of the shipped categories a matter can have.</summary>
    public static IReadOnlySet<string> Codes { get; } = Leaves().Select(c => c.Code).ToHashSet();

    public static List<LabelledText> All() => [.. Lexicon(), .. Reports()];

    /// <summary>Everything but whole reports: what every training on the shipped categories starts from.</summary>
    public static List<LabelledText> Lexicon() =>
    [
        .. Leaves().SelectMany(c => (c.Keywords ?? []).Append(c.Zh).Select(word => new LabelledText(word, c.Code, Keyword))),
        .. Read<Dictionary<string, JsonElement>>("Cuobian.Matters.Words.Seed.phrases.json").Where(row => row.Value.ValueKind == JsonValueKind.Array)
            .SelectMany(row => row.Value.EnumerateArray().Select(phrase => new LabelledText(phrase.GetString()!, row.Key, Phrase))),
    ];

    public static List<LabelledText> Reports() =>
        [.. Read<List<Row>>("Cuobian.Demo.Seed.reports.json").Select(row => new LabelledText(row.Text, row.Category))];

    private static IEnumerable<Categories.ShippedRow> Leaves() =>
        Seeds.Read<Categories.Shipped>("categories.json").Categories.Where(c => c.Parent is not null);

    private static T Read<T>(string resource)
    {
        using var stream = typeof(ShippedTexts).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded.");
        return JsonSerializer.Deserialize<T>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record Row(string Text, string Category);
}
