using Cuobian.Places.Contracts;

namespace Cuobian.Matters.Pages.Resident;

/// <summary>One select of the way down to a grid.</summary>
internal sealed record PlaceLevel(AreaLevel Level, string? Chosen, IReadOnlyList<Area> Options);

/// <summary>The way from everything here down to a grid, one level at a time, so that a page never carries a whole city.</summary>
internal static class PlaceChoice
{
    public static IReadOnlyList<PlaceLevel> Levels(IPlaces places, string? area)
    {
        var levels = new List<PlaceLevel>();
        for (var parent = places.Root; places.Below(parent) is { Count: > 0 } options;)
        {
            // A level with one choice is no question.
            if (options is [{ Level: < AreaLevel.Grid } only])
            {
                parent = only.Code;
                continue;
            }
            var chosen = options.FirstOrDefault(o => area is not null && area.StartsWith(o.Code, StringComparison.Ordinal))?.Code;
            levels.Add(new PlaceLevel(options[0].Level, chosen, options));
            if (chosen is null) break;
            parent = chosen;
        }
        return levels;
    }

    /// <summary>The deepest area of what the selects say: a lower one counts only inside the one above it.</summary>
    public static string? Deepest(IPlaces places, IEnumerable<string?> chosen)
    {
        string? deepest = null;
        foreach (var code in chosen)
        {
            if (string.IsNullOrEmpty(code) || (deepest is not null && !code.StartsWith(deepest, StringComparison.Ordinal))) break;
            if (places.Find(code) is null) break;
            deepest = code;
        }
        return deepest;
    }
}
