using System.Text.Json;

namespace Cuobian.Matters;

/// <summary>A number to call at once and the word that says so.</summary>
public sealed record Danger(string Hotline, string Word);

/// <summary>Finds words of danger in a text, so that 110, 119 or 120 is shown before anything is sent.</summary>
public sealed class DangerWords
{
    private readonly List<Danger> words =
    [
        .. Seeds.Read<Dictionary<string, JsonElement>>("danger-words.json")
            .Where(row => row.Value.ValueKind == JsonValueKind.Array)
            .SelectMany(row => row.Value.EnumerateArray().Select(word => new Danger(row.Key, word.GetString()!))),
    ];

    public Danger? Find(string text) => words.FirstOrDefault(danger => text.Contains(danger.Word, StringComparison.Ordinal));
}
