using Cuobian.Kernel;

namespace Cuobian.People.Organisation;

/// <summary>What may stand below what in the tree of units.</summary>
internal static class UnitTree
{
    public static void CheckParent(Faults faults, string field, StoredUnitType type, string area, string? parent, StoredUnit? above, DateOnly day)
    {
        faults.If(type.Parents.Count > 0 && parent is null, field, "people.unit_parent_needed", string.Join(" / ", type.Parents));
        if (parent is null) return;
        faults.If(above is null, field, "people.unit_unknown", parent);
        if (above is null) return;
        faults
            .If(type.Parents.Count > 0 && !type.Parents.Contains(above.Type), field, "people.unit_parent_kind", above.Name, string.Join(" / ", type.Parents))
            .If(!area.StartsWith(above.Area, StringComparison.Ordinal), field, "people.unit_parent_elsewhere", above.Name)
            .If(above.ValidTo <= day, field, "people.unit_closed", above.Name);
    }
}
