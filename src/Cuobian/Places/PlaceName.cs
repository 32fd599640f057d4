using Cuobian.Kernel;

namespace Cuobian.Places;

/// <summary>What the name of an area, grid or building must be.</summary>
internal static class PlaceName
{
    public const int Longest = 100;

    public static void Check(string name, string field, List<Fault> faults)
    {
        if (name.Length == 0) faults.Add(new Fault(field, "required"));
        else if (name.Length > Longest) faults.Add(new Fault(field, "too_long", Longest));
        else if (name.Any(char.IsControl)) faults.Add(new Fault(field, "places.name_unreadable"));
    }
}
