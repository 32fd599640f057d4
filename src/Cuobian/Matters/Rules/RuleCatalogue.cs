using System.Globalization;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Cuobian.Web.Components;
using Microsoft.Extensions.Localization;

namespace Cuobian.Matters.Rules;

/// <summary>The routing rules: ordered, dated, each with conditions and a target.</summary>
public sealed class RuleCatalogue(IUnits units, IPlaces places, Categories categories) : Catalogue<RuleBook>(CatalogueKind.Rules)
{
    private const int MostWords = 50;

    public override bool IsOrdered => true;

    public override bool NumbersRows => true;

    public override IReadOnlyList<RowField> Fields { get; } =
    [
        new("name", Required: true), new("from", FieldKind.Date), new("until", FieldKind.Date),
        new("category", FieldKind.Choice), new("area"), new("words", FieldKind.Lines), new("source", FieldKind.Choice),
        new("after", FieldKind.Time), new("before", FieldKind.Time), new("danger", FieldKind.Choice),
        new("target", FieldKind.Choice, Required: true), new("type", FieldKind.Choice), new("unit"),
    ];

    public override int NextKey(IEnumerable<Row> rows) =>
        1 + Math.Max(Books.Values.SelectMany(b => b.Rules).Select(r => r.Number).DefaultIfEmpty().Max(),
            rows.Select(r => int.TryParse(r.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).DefaultIfEmpty().Max());

    public override RuleBook Parse(IReadOnlyList<Row> rows, Faults faults) => new([.. rows.Select(row => Rule(new RowReader(row, faults))).OfType<RoutingRule>()]);

    public override void Check(IReadOnlyList<Row> rows, Faults faults)
    {
        base.Check(rows, faults);
        foreach (var row in rows)
        {
            var reader = new RowReader(row, faults);
            reader.If(reader.Text("category") is { } category && categories.All.All(c => c.Code != category), "category", "matters.unknown_category", row["category"])
                .If(reader.Text("area") is { } area && places.Find(area) is null, "area", "matters.unknown_area", row["area"])
                .If(reader.Text("type") is { } type && units.Types.All(t => t.Code != type), "type", "matters.settings_unknown_type", row["type"]);
            if (reader.Text("unit") is not { } code) continue;
            var unit = units.Find(code);
            reader.If(unit is null, "unit", "matters.unknown_unit", code)
                .If(unit is not null && reader.Text("area") is { } here && !here.StartsWith(unit.Area, StringComparison.Ordinal), "unit", "matters.unit_elsewhere", unit?.Name ?? "");
        }
    }

    public override IReadOnlyList<Choice> Choices(string field, IStringLocalizer<Text> words) => field switch
    {
        "category" => [.. categories.All.OrderBy(c => c.Code, StringComparer.Ordinal).Select(c => new Choice(c.Code, $"{c.Code} {Name(c)}"))],
        "source" => [.. Enum.GetValues<Channel>().Select(c => new Choice(c.ToString(), words.Of(c)))],
        "danger" => [new("yes", words["settings_choice_danger_yes"]), new("no", words["settings_choice_danger_no"])],
        "target" => Named<RuleTarget>("target", words),
        "type" => UnitTypes.Choices(units),
        _ => [],
    };

    public override string Say(string field, string value, IStringLocalizer<Text> words) => field switch
    {
        "area" => places.Recall(value) is { } area ? $"{area.Name} ({value})" : value,
        "unit" => units.Find(value) is { } unit ? $"{unit.Name} ({value})" : value,
        "words" => value.Replace("\n", " / ", StringComparison.Ordinal),
        _ => base.Say(field, value, words),
    };

    public override string TitleOf(Row row, IStringLocalizer<Text> words) => $"{row.Key} {row["name"]}";

    private static RoutingRule? Rule(RowReader row)
    {
        var target = row.Choice<RuleTarget>("target");
        var words = row.Lines("words");
        var rule = new RoutingRule(int.TryParse(row.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0, row.Text("name") ?? "", target ?? RuleTarget.Triage)
        {
            From = row.Date("from"),
            Until = row.Date("until"),
            Category = row.Text("category"),
            Area = row.Text("area"),
            Words = words,
            Channel = row.Choice<Channel>("source"),
            After = row.Time("after"),
            Before = row.Time("before"),
            Danger = row.Text("danger") switch { "yes" => true, "no" => false, _ => null },
            UnitType = row.Text("type"),
            Unit = row.Text("unit"),
        };
        row.If(rule.Number <= 0, Row.KeyColumn, "matters.settings_not_number", 1, int.MaxValue)
            .If(row.Text("danger") is not (null or "yes" or "no"), "danger", "matters.settings_not_choice", row.Text("danger") ?? "", "yes, no")
            .If(rule.Until < rule.From, "until", "matters.settings_ends_before")
            .If(words.Count > MostWords, "words", "matters.settings_many_lines", MostWords)
            .If(rule.After is { } after && rule.Before == after, "before", "matters.settings_no_time")
            .If(target == RuleTarget.Department && rule.UnitType is null, "type", "required")
            .If(target == RuleTarget.Unit && rule.Unit is null, "unit", "required");
        return row.IsWrong || target is null ? null : rule;
    }

    private static string Name(Category category) => category.Name(CultureInfo.CurrentUICulture.Name);
}

/// <summary>The kinds of units as a list to choose from.</summary>
internal static class UnitTypes
{
    public static IReadOnlyList<Choice> Choices(IUnits units) =>
        [.. units.Types.OrderBy(t => t.Code, StringComparer.Ordinal).Select(t => new Choice(t.Code, $"{(CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.Ordinal) ? t.Zh : t.En)} ({t.Code})"))];
}
