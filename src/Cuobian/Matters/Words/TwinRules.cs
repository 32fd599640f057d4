using Cuobian.Kernel;

namespace Cuobian.Matters.Words;

/// <summary>What two reports have in common, as far as it is known.</summary>
internal sealed record Common(double Likeness, bool SameCategory, bool SameGrid, double? Meters);

/// <summary>When two reports are probably about one thing: alike words, or the same category at the same place.</summary>
internal static class TwinRules
{
    /// <summary>Above this the words support what place or category suggest.</summary>
    public const double Alike = 0.14;

    /// <summary>Above this two long letters are about one issue, wherever they come from.</summary>
    public const double OneIssue = 0.09;

    /// <summary>Metres in a degree of latitude.</summary>
    private const double Degree = 111_195;

    /// <summary>Close enough to stand before the same thing.</summary>
    private const double Near = 150;

    /// <summary>Farther apart than this, only places far larger than a street could be meant.</summary>
    private const double Far = 1500;

    /// <summary>Words alone need more than words with the place or the category beside them.</summary>
    private const double AlikeAnywhere = 0.3;

    public static bool AreTwins(Common common) => common switch
    {
        { Meters: > Far } => false,
        { SameCategory: true } when AtOnePlace(common) => true,
        _ when common.SameCategory || AtOnePlace(common) => common.Likeness >= Alike,
        _ => common.Likeness >= AlikeAnywhere,
    };

    /// <summary>Could they be twins, whatever their categories and grids are?</summary>
    public static bool MayBeTwins(double likeness, double? meters) => AreTwins(new Common(likeness, SameCategory: true, SameGrid: true, meters));

    /// <summary>Points tell it exactly; without them the grid must do.</summary>
    public static bool AtOnePlace(Common common) => common.Meters is { } meters ? IsNear(meters) : common.SameGrid;

    public static bool IsNear(double meters) => meters <= Near;

    /// <summary>Half the height and width, in degrees, of a box that holds all that is near a point of this latitude.</summary>
    public static (double Lat, double Lon) NearDegrees(double lat) => (Near / Degree, Near / Degree / Math.Max(0.01, Math.Cos(lat * Math.PI / 180)));

    /// <summary>From 0 to about 2: what comes first in a list.</summary>
    public static double Rank(Common common) =>
        common.Likeness + (common.SameCategory ? 0.5 : 0) + (common.Meters is { } meters ? 0.5 / (1 + meters / 100) : common.SameGrid ? 0.2 : 0);

    /// <summary>The metres between two points, good enough inside a city; null where one is not known.</summary>
    public static double? Meters(GeoPoint? one, GeoPoint? other)
    {
        if (one is not { } here || other is not { } there) return null;
        var east = (there.Lon - here.Lon) * Math.Cos(here.Lat * Math.PI / 180);
        return Degree * Math.Sqrt((there.Lat - here.Lat) * (there.Lat - here.Lat) + east * east);
    }
}
