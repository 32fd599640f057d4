namespace Cuobian.Places;

/// <summary>Acts on places, as the ledger names them.</summary>
internal static class PlacesActs
{
    public const string Imported = "places_imported";
}
