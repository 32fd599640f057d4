using Cuobian.Matters.Contracts;

namespace Cuobian.Insight.Spots;

/// <summary>When a matter belongs to a hot spot, and how hot a hot spot is.</summary>
internal static class SpotRules
{
    public const int CommunityDigits = 12;

    /// <summary>A hot spot nobody added to for this long takes nothing in any more.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(56);

    /// <summary>Fewer matters are no hot spot yet.</summary>
    public const int LeastMatters = 3;

    public const int WeeksShown = 8;

    /// <summary>Of another kind, but at the same place.</summary>
    private const double OneIssue = 0.2;

    /// <summary>By words alone, of another kind or place.</summary>
    private const double AlikeAnywhere = 0.25;

    private const double Alike = 0.12;
    private const double AlikeNear = 0.05;
    private const double Near = 200;
    private const double Far = 1500;

    public static string Neighbourhood(string area) => area[..Math.Min(area.Length, CommunityDigits)];

    /// <summary>How well the matter fits, or null when it does not: same kind at the same place, same kind in like words near by, or very like words.</summary>
    public static double? Fit(Spot spot, Voice voice)
    {
        if (spot.Area != Neighbourhood(voice.Area) || voice.At - spot.LastAt > Memory) return null;
        var likeness = spot.Sketch.Likeness(voice.Sketch);
        var meters = spot is { Lat: { } lat, Lon: { } lon } && voice is { Lat: { } otherLat, Lon: { } otherLon } ? Meters(lat, lon, otherLat, otherLon) : (double?)null;
        if (meters > Far) return null;
        var together = meters is { } m ? m <= Near : spot.Grid.Length > 0 && spot.Grid == voice.Area;
        var same = voice.Category.Length > 0 && spot.Category == voice.Category;
        var fits = (same, together) switch
        {
            (true, true) => likeness >= AlikeNear,
            (true, false) => likeness >= Alike,
            (false, true) => likeness >= OneIssue,
            (false, false) => likeness >= AlikeAnywhere,
        };
        return fits ? likeness + (same ? 0.3 : 0) + (together ? 0.3 : 0) : null;
    }

    /// <summary>Counts the weeks before an instant and reckons heat and trend from them; every part can be shown with its figure.</summary>
    public static void Reckon(Spot spot, IReadOnlyList<SpotVoice> voices, DateTimeOffset now)
    {
        var weeks = new int[WeeksShown];
        foreach (var voice in voices)
            if ((int)((now - voice.At).TotalDays / 7) is var week && week is >= 0 and < WeeksShown) weeks[week]++;
        var recent = voices.Where(v => now - v.At <= Memory).ToList();
        spot.Weeks = [.. weeks];
        spot.People = recent.Select(v => v.Who).Distinct().Count();
        spot.Supporters = recent.Sum(v => v.Supporters);
        spot.Grids = recent.Select(v => v.Area).Distinct().Count();
        spot.Heat = Math.Round(Parts(spot).Sum(p => p.Degrees), 1);
        spot.Trend = TrendOf(weeks);
        spot.ReckonedAt = now;
    }

    /// <summary>What makes the heat: each part's figure and the degrees it adds. Twice as much of anything adds the same again.</summary>
    public static IReadOnlyList<(string Part, int Figure, double Degrees)> Parts(Spot spot)
    {
        var latest = spot.Weeks.Take(4).Sum();
        var (last, before) = (spot.Weeks.Take(2).Sum(), spot.Weeks.Skip(2).Take(2).Sum());
        return
        [
            ("matters", latest, Degrees(10, latest)),
            ("people", spot.People, Degrees(8, spot.People)),
            ("supporters", spot.Supporters, Degrees(3, spot.Supporters)),
            ("grids", spot.Grids, Degrees(4, Math.Max(0, spot.Grids - 1))),
            ("growth", last - before, Math.Round(6 * Math.Log2((last + 1.0) / (before + 1.0)), 1)),
        ];
    }

    public static double Meters(double lat, double lon, double otherLat, double otherLon)
    {
        const double degree = 111_195;
        var east = (otherLon - lon) * Math.Cos(lat * Math.PI / 180);
        return degree * Math.Sqrt((otherLat - lat) * (otherLat - lat) + east * east);
    }

    private static Trend TrendOf(int[] weeks)
    {
        var (last, before) = (weeks[0] + weeks[1], weeks[2] + weeks[3]);
        if (last >= before + 2 && last > before * 1.5) return Trend.Growing;
        return last < before / 1.5 ? Trend.Fading : Trend.Steady;
    }

    private static double Degrees(double weight, int figure) => Math.Round(weight * Math.Log2(1 + figure), 1);
}
