using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;

namespace Cuobian.Exchange.Open311;

/// <summary>What a client asks, wherever it put it: query and form body count the same, and an empty parameter is an absent one.</summary>
internal sealed partial class Asked
{
    private readonly Dictionary<string, List<string>> values = new(StringComparer.OrdinalIgnoreCase);

    private Asked(IEnumerable<KeyValuePair<string, StringValues>> pairs)
    {
        foreach (var (name, given) in pairs)
            foreach (var value in given.Where(v => !string.IsNullOrWhiteSpace(v)))
                (values.TryGetValue(name, out var list) ? list : values[name] = []).Add(value!.Trim());
    }

    public IFormFileCollection Media { get; private init; } = new FormFileCollection();

    public static async Task<Asked> Of(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType) return new Asked(request.Query);
        try
        {
            var form = await request.ReadFormAsync(ct);
            return new Asked(request.Query.Concat(form)) { Media = form.Files };
        }
        catch (InvalidDataException broken)
        {
            throw new Open311Error(StatusCodes.Status400BadRequest, broken.Message);
        }
    }

    public string? this[string name] => values.TryGetValue(name, out var list) ? list[0] : null;

    /// <summary>A list with commas.</summary>
    public string[] List(string name) => this[name]?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public bool Is(string name) => this[name] is { } text && text.Equals("true", StringComparison.OrdinalIgnoreCase);

    public int? Whole(string name) => this[name] is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(name, text);

    public double? Degrees(string name) => this[name] is not { } text ? null : Number(name, text);

    /// <summary>A plus sign that was not escaped arrives as a blank; an instant without a zone is taken as UTC.</summary>
    public DateTimeOffset? Instant(string name) => this[name] is not { } text ? null
        : DateTimeOffset.TryParse(LostPlus().Replace(text, "+$1"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : throw Wrong(name, text);

    /// <summary>Attributes as <c>attribute[CODE]</c>, repeated or not, with or without brackets behind for several values.</summary>
    public IReadOnlyList<(string Code, IReadOnlyList<string> Values)> Attributes =>
    [
        .. from pair in values
           let match = AttributeName().Match(pair.Key)
           where match.Success
           group pair.Value by match.Groups[1].Value.ToUpperInvariant() into same
           select (same.Key, (IReadOnlyList<string>)[.. same.SelectMany(list => list)]),
    ];

    public static double Number(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : throw Wrong(name, text);

    public static Open311Error Wrong(string name, string text) =>
        new(StatusCodes.Status400BadRequest, $"{name} cannot be read: {(text.Length > 100 ? text[..100] + "…" : text)}");

    [GeneratedRegex(@"^attribute\[([^\]]+)\](?:\[\d*\])?$", RegexOptions.IgnoreCase)]
    private static partial Regex AttributeName();

    [GeneratedRegex(@" (\d\d:?\d\d)$")]
    private static partial Regex LostPlus();
}
