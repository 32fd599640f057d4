using System.Globalization;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;

namespace Cuobian.Matters;

/// <summary>Choices under one heading of a list.</summary>
public sealed record ChoiceGroup(string? Heading, IReadOnlyList<ReportMatter.Named> Choices);

/// <summary>What can be chosen for a matter in a form: units, categories and areas, the likeliest first.</summary>
public sealed class MatterChoices(IUnits units, IPlaces places, Categories categories, Router router)
{
    private const int MostAreas = 400, MostUnits = 300;

    /// <summary>Units that may lead it: the one the rules would choose, then by level, the nearest first.</summary>
    public (ReportMatter.Named? Suggested, IReadOnlyList<ChoiceGroup> Others) Units(string? category, string area)
    {
        var found = categories.Find(category) is { } known ? router.Find(known, area)?.Unit : null;
        var others = units.Serving(area).Where(u => area.StartsWith(u.Area, StringComparison.Ordinal) && u.Code != found?.Code)
            .GroupBy(u => u.Area).OrderByDescending(g => g.Key.Length)
            .Select(g => new ChoiceGroup(places.Recall(g.Key)?.Name, [.. g.OrderBy(u => u.Name, StringComparer.CurrentCulture).Select(Named)]));
        return (found is null ? null : Named(found), [.. others]);
    }

    /// <summary>Categories the words speak of, then all of them under their classes.</summary>
    public (IReadOnlyList<ReportMatter.Named> Suggested, IReadOnlyList<ChoiceGroup> Others) Kinds(string text)
    {
        var suggested = categories.Suggest(text);
        var classes = categories.All.Where(c => c.IsClass).ToDictionary(c => c.Code, Name);
        return ([.. suggested.Select(Named)],
            [.. categories.All.Where(c => !c.IsClass).OrderBy(c => c.Code, StringComparer.Ordinal).GroupBy(c => c.Parent!)
                .Select(g => new ChoiceGroup(classes.GetValueOrDefault(g.Key), [.. g.Select(Named)]))]);
    }

    /// <summary>Finer areas for a matter whose place is not known to the grid; none when it is.</summary>
    public IReadOnlyList<ChoiceGroup> Areas(string area)
    {
        var groups = new List<ChoiceGroup>();
        Gather(area, groups);
        return groups;
    }

    /// <summary>Areas to narrow a list by, from one down, level by level as long as they are not too many to choose from.</summary>
    public IReadOnlyList<Area> AreasFrom(string area)
    {
        List<Area> found = [.. places.Find(area) is { } here ? [here] : Array.Empty<Area>()], level = [.. places.Below(area)];
        while (level.Count > 0 && level[0].Level <= AreaLevel.Community && found.Count + level.Count <= MostAreas)
        {
            found.AddRange(level);
            level = [.. level.SelectMany(a => places.Below(a.Code))];
        }
        return [.. found.OrderBy(a => a.Code, StringComparer.Ordinal)];
    }

    /// <summary>Units to narrow a list by: those for the area as a whole, then level by level those below, as long as they are not too many to choose from.</summary>
    public IReadOnlyList<Unit> UnitsFrom(string area, string? chosen)
    {
        var found = units.Serving(area, MostUnits).ToList();
        if (chosen is not null && !found.Exists(u => u.Code == chosen) && units.Recall(chosen) is { } other) found.Add(other);
        return [.. found.OrderBy(u => u.Name, StringComparer.CurrentCulture)];
    }

    private void Gather(string area, List<ChoiceGroup> groups)
    {
        var below = places.Below(area);
        if (below.Count == 0 || groups.Sum(g => g.Choices.Count) + below.Count > MostAreas) return;
        groups.Add(new ChoiceGroup(places.Recall(area)?.Name, [.. below.Select(a => new ReportMatter.Named(a.Code, a.Name))]));
        foreach (var one in below.Where(a => a.Level < AreaLevel.Community)) Gather(one.Code, groups);
    }

    private static ReportMatter.Named Named(Unit unit) => new(unit.Code, unit.Name);

    private static ReportMatter.Named Named(Category category) => new(category.Code, Name(category));

    private static string Name(Category category) => category.Name(CultureInfo.CurrentUICulture.Name);
}
