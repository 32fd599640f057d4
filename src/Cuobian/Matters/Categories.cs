using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Rules;
using Cuobian.Matters.Words;
using Cuobian.People.Contracts;
using Cuobian.Web.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Cuobian.Matters;

/// <summary>One published version of the categories.</summary>
public sealed class CategoryBook(IEnumerable<Category> categories)
{
    public IReadOnlyDictionary<string, Category> ByCode { get; } = categories.OrderBy(c => c.Code, StringComparer.Ordinal).ToDictionary(c => c.Code);

    /// <summary>A category a matter can have; classes cannot be chosen.</summary>
    public Category? Find(string code) => ByCode.TryGetValue(code, out var found) && !found.IsClass ? found : null;
}

/// <summary>All categories in memory, version by version, and the guess which of them a text is about.</summary>
public sealed class Categories(Classifier classifier, IUnits units, TimeProvider time) : Catalogue<CategoryBook>(CatalogueKind.Categories)
{
    private const double LeastProbability = 0.03;

    /// <summary>Those that can be chosen now, with their classes.</summary>
    public IEnumerable<Category> All => Book.ByCode.Values.Where(c => !c.Off);

    /// <summary>A category a matter can have; classes cannot be chosen.</summary>
    public Category? Find(string? code) => code is null ? null : Book.Find(code);

    /// <summary>The category as it was in the version a matter began with; what that version did not have, as it is now.</summary>
    public Category? Find(string? code, int version) => code is null ? null : Find(version)?.Find(code) ?? Find(code);

    /// <summary>A category a new matter can get.</summary>
    public Category? Choose(string? code) => Find(code) is { Off: false } found ? found : null;

    /// <summary>Up to three categories the text is probably about, the likeliest first; a person chooses.</summary>
    public IReadOnlyList<Category> Suggest(string text) =>
        [.. classifier.Suggest(text).Where(guess => guess.Probability >= LeastProbability).Select(guess => Choose(guess.Code)).OfType<Category>()];

    public override int LongestKey => 20;

    public override IReadOnlyList<RowField> Fields => CategoryRows.Fields;

    public override CategoryBook Parse(IReadOnlyList<Row> rows, Faults faults) =>
        new(rows.Select(row => CategoryRows.Read(new RowReader(row, faults))).OfType<Category>().DistinctBy(c => c.Code));

    public override void Check(IReadOnlyList<Row> rows, Faults faults)
    {
        base.Check(rows, faults);
        var classes = rows.Where(r => r["parent"].Length == 0).Select(r => r.Key).ToHashSet();
        foreach (var row in rows)
            new RowReader(row, faults)
                .If(row["parent"].Length > 0 && !classes.Contains(row["parent"]), "parent", "matters.category_no_class", row["parent"])
                .If(row["department"].Length > 0 && units.Types.All(t => t.Code != row["department"]), "department", "matters.settings_unknown_type", row["department"]);
        foreach (var gone in Book.ByCode.Keys.Except(rows.Select(r => r.Key))) faults.If(true, $"{gone}.{Row.KeyColumn}", "matters.category_gone", gone);
    }

    public override IReadOnlyList<Choice> Choices(string field, IStringLocalizer<Text> words) => field switch
    {
        "parent" => [.. Book.ByCode.Values.Where(c => c.IsClass).Select(c => new Choice(c.Code, $"{c.Code} {c.Name(Language)}"))],
        "kind" => Named<CategoryKind>("kind", words),
        "department" => UnitTypes.Choices(units),
        "clock" => Named<Pace>("clock", words),
        _ => [],
    };

    public override string TitleOf(Row row, IStringLocalizer<Text> words) => $"{row.Key} {row[Language.StartsWith("zh", StringComparison.Ordinal) ? "zh" : "en"]}";

    public override string? GroupOf(Row row, IStringLocalizer<Text> words) =>
        Book.ByCode.GetValueOrDefault(row["parent"] is { Length: > 0 } parent ? parent : row.Key) is { } group ? $"{group.Code} {group.Name(Language)}" : null;

    /// <summary>Publishes the shipped taxonomy where there is none.</summary>
    public override async Task Seed(CuobianDb db, CancellationToken ct)
    {
        if (await db.Set<CatalogueVersion>().AnyAsync(v => v.Kind == Kind, ct)) return;
        await Publish(db, [.. Seeds.Read<Shipped>("categories.json").Categories.Select(row => CategoryRows.Of(row.ToCategory()))], "shipped", time.GetUtcNow(), ct);
    }

    /// <summary>Versions share what did not change, so that many of them cost little.</summary>
    protected override CategoryBook Settle(CategoryBook book, CategoryBook? before) =>
        before is null ? book : new CategoryBook(book.ByCode.Values.Select(c => before.ByCode.GetValueOrDefault(c.Code) is { } same && same.IsSameAs(c) ? same : c));

    private static string Language => CultureInfo.CurrentUICulture.Name;

    internal sealed record Shipped(List<ShippedRow> Categories);

    internal sealed record ShippedHours(int Ordinary, int Key, int Hard);

    internal sealed record ShippedRow(
        string Code, string Zh, string En, string? Parent, string Kind, string Department, ShippedHours? Hours, string? Clock,
        bool NeedsLocation, string? Hotline, bool Sensitive, List<string>? Keywords)
    {
        private const int MinutesOfHour = 60;

        public Category ToCategory() => new()
        {
            Code = Code,
            Zh = Zh,
            En = En,
            Parent = Parent,
            Kind = Enum.Parse<CategoryKind>(Kind, ignoreCase: true),
            Department = Department,
            OrdinaryMinutes = MinutesOfHour * (Hours?.Ordinary ?? 0),
            KeyMinutes = MinutesOfHour * (Hours?.Key ?? 0),
            HardMinutes = MinutesOfHour * (Hours?.Hard ?? 0),
            Clock = Clock == "continuous" ? Pace.Continuous : Pace.Working,
            NeedsLocation = NeedsLocation,
            Hotline = Hotline,
            Sensitive = Sensitive,
            Keywords = Keywords ?? [],
        };
    }
}
