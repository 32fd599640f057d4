namespace Cuobian.Places;

/// <summary>Acts on places, as the ledger names them.</summary>
internal static class PlacesActs
{
    public const string Imported = "places_imported";
    public const string Split = "places_split";
    public const string Merged = "places_merged";
    public const string Drawn = "places_drawn";
    public const string Planned = "places_planned";
    public const string PlanWithdrawn = "places_plan_withdrawn";
}
