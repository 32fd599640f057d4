using Cuobian.People.Contracts;

namespace Cuobian.Matters;

/// <summary>Where the rules send a matter and the sentence that says why.</summary>
public sealed record RoutedTo(Unit Unit, string Because);

/// <summary>Finds the unit for a category at a place: a part goes to its owner first, anything else to the locality first.</summary>
public sealed class Router(IUnits units)
{
    public RoutedTo? Find(Category category, string area)
    {
        var unit = category.Kind == CategoryKind.Part
            ? units.Owner(category.Department, area) ?? units.Nearest(category.Department, area)
            : units.Nearest(category.Department, area);
        return unit is null ? null : new RoutedTo(unit, $"{category.Code} → {category.Department} @ {area} → {unit.Code}");
    }
}
