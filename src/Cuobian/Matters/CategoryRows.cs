using System.Globalization;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Rules;

namespace Cuobian.Matters;

/// <summary>A category as a row of settings, and back.</summary>
internal static class CategoryRows
{
    /// <summary>A year of days and nights.</summary>
    private const int MostMinutes = 525_600;

    public static readonly IReadOnlyList<RowField> Fields =
    [
        new("zh", Required: true), new("en", Required: true), new("parent", FieldKind.Choice), new("kind", FieldKind.Choice, Required: true), new("department", FieldKind.Choice, Required: true),
        new("clock", FieldKind.Choice), new("ordinaryMinutes", FieldKind.Number), new("keyMinutes", FieldKind.Number), new("hardMinutes", FieldKind.Number),
        new("triageMinutes", FieldKind.Number), new("acceptMinutes", FieldKind.Number), new("verifyMinutes", FieldKind.Number),
        new("location", FieldKind.Flag), new("hotline") { Longest = 20 }, new("sensitive", FieldKind.Flag), new("off", FieldKind.Flag), new("keywords", FieldKind.Lines),
    ];

    public static Category? Read(RowReader row)
    {
        var parent = row.Text("parent");
        var hotline = row.Text("hotline");
        var category = new Category
        {
            Code = row.Key,
            Zh = row.Text("zh") ?? "",
            En = row.Text("en") ?? "",
            Parent = parent,
            Kind = row.Choice<CategoryKind>("kind") ?? CategoryKind.Event,
            Department = row.Text("department") ?? "",
            Clock = row.Choice<Pace>("clock") ?? Pace.Working,
            OrdinaryMinutes = Minutes("ordinaryMinutes") ?? 0,
            KeyMinutes = Minutes("keyMinutes") ?? 0,
            HardMinutes = Minutes("hardMinutes") ?? 0,
            TriageMinutes = Minutes("triageMinutes"),
            AcceptMinutes = Minutes("acceptMinutes"),
            VerifyMinutes = Minutes("verifyMinutes"),
            NeedsLocation = row.Flag("location"),
            Hotline = hotline,
            Sensitive = row.Flag("sensitive"),
            Off = row.Flag("off"),
            Keywords = [.. row.Lines("keywords").Distinct()],
        };
        // A class is only a heading: it needs no time of its own.
        foreach (var budget in (string[])["ordinaryMinutes", "keyMinutes", "hardMinutes"]) row.If(parent is not null && row.Text(budget) is null, budget, "required");
        row.If(hotline is not null && (hotline.Length < 3 || !hotline.All(char.IsAsciiDigit)), "hotline", "matters.category_bad_hotline");
        return row.IsWrong ? null : category;

        int? Minutes(string field) => row.Number(field, 1, MostMinutes);
    }

    public static Row Of(Category category) => new(category.Code,
        ("zh", category.Zh), ("en", category.En), ("parent", category.Parent ?? ""), ("kind", category.Kind.ToString()), ("department", category.Department),
        ("clock", category.IsClass ? "" : category.Clock.ToString()),
        ("ordinaryMinutes", Written(category.OrdinaryMinutes)), ("keyMinutes", Written(category.KeyMinutes)), ("hardMinutes", Written(category.HardMinutes)),
        ("triageMinutes", Written(category.TriageMinutes)), ("acceptMinutes", Written(category.AcceptMinutes)), ("verifyMinutes", Written(category.VerifyMinutes)),
        ("location", Flag(category.NeedsLocation)), ("hotline", category.Hotline ?? ""), ("sensitive", Flag(category.Sensitive)), ("off", Flag(category.Off)),
        ("keywords", string.Join('\n', category.Keywords)));

    private static string Written(int? minutes) => minutes is > 0 ? minutes.Value.ToString(CultureInfo.InvariantCulture) : "";

    private static string Flag(bool set) => set ? RowField.Yes : "";
}
