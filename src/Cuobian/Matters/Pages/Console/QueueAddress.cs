using System.Globalization;
using Cuobian.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace Cuobian.Matters.Pages.Console;

/// <summary>The address of the queue: every filter has its stable place in it.</summary>
public sealed class QueueAddress
{
    public const string Path = "/console";
    private static readonly string[] Narrowing = ["state", "area", "category", "unit", "tier", "overdue", "text", "since", "closedSince", "handledSince", "ratedSince"];
    private static readonly string[] Kept = ["view", .. Narrowing, "sort"];
    private static readonly string[] Known = ["view", .. Narrowing, "sort", "after", "open", "map"];
    private readonly IReadOnlyDictionary<string, string> values;

    private QueueAddress(IReadOnlyDictionary<string, string> values) => this.values = values;

    public static QueueAddress Of(HttpRequest request) => Of(key => request.Query[key].ToString());

    public static QueueAddress Of(string query)
    {
        var asked = QueryHelpers.ParseQuery(query);
        return Of(key => asked.GetValueOrDefault(key).ToString());
    }

    private static QueueAddress Of(Func<string, string> asked) => new(Known
        .Select(key => (Key: key, Value: asked(key).Trim())).Where(pair => pair.Value.Length > 0).ToDictionary(pair => pair.Key, pair => pair.Value));

    public string? this[string key] => values.GetValueOrDefault(key);

    /// <summary>What it is narrowed by, beyond the view.</summary>
    public IEnumerable<string> Filters() => Narrowing.Where(values.ContainsKey);

    public MatterFilter Filter(QueueView view) => new()
    {
        View = Parsed<QueueView>("view") ?? view,
        State = this["state"],
        Area = this["area"],
        Category = this["category"],
        Unit = this["unit"],
        Tier = Parsed<Tier>("tier"),
        Overdue = this["overdue"] is "true" or "on" ? true : null,
        Text = this["text"],
        Since = Day("since"),
        ClosedSince = Day("closedSince"),
        HandledSince = Day("handledSince"),
        RatedSince = Day("ratedSince"),
        Sort = Parsed<MatterSort>("sort") ?? MatterSort.Due,
        After = this["after"],
        Size = 30,
    };

    /// <summary>The same address with some values changed; null leaves a value out.</summary>
    public string With(params (string Key, string? Value)[] changes)
    {
        var now = values.ToDictionary();
        foreach (var (key, value) in changes)
            if (value is null) now.Remove(key);
            else now[key] = value;
        return Path + QueryString.Create(Known.Where(now.ContainsKey).Select(key => KeyValuePair.Create(key, (string?)now[key])));
    }

    /// <summary>What is selected, always in the same words: the query of the address without page, map and chosen matter.</summary>
    public string Selection(QueueView view)
    {
        var all = Kept.Select(key => KeyValuePair.Create(key, key == "view" ? (Parsed<QueueView>("view") ?? view).ToString().ToLowerInvariant() : this[key]));
        return QueryString.Create(all.Where(pair => pair.Value is not null)).Value!.TrimStart('?');
    }

    public string WithView(QueueView view) => With(("view", view.ToString().ToLowerInvariant()), ("after", null), ("open", null));

    /// <summary>The same selection, drawn.</summary>
    public string Map => ConsoleRoutes.GridMap + With(("after", null), ("open", null), ("map", null))[Path.Length..];

    private T? Parsed<T>(string key) where T : struct, Enum =>
        this[key] is not { } text ? null
        : char.IsLetter(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value
        : throw new Invalid([new Fault(key, "bad_request")]);

    private DateOnly? Day(string key) =>
        this[key] is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new Invalid([new Fault(key, "bad_request")]);
}
