using System.Globalization;
using Cuobian.Insight.Contracts;
using Cuobian.Kernel;
using Cuobian.Web;
using Cuobian.Web.Components;
using Microsoft.Extensions.Localization;

namespace Cuobian.Insight.Spots;

/// <summary>Puts the hottest spots of an area on maps of other modules, for those who may see hot spots.</summary>
internal sealed class MarkSpots(FindSpots find, Actor actor, IStringLocalizer<Text> words) : IMarkMaps
{
    private const int Most = 6;

    public async Task<IReadOnlyList<MapMark>> Within(string area, CancellationToken ct)
    {
        if (!actor.IsSystem && !actor.MaySomewhere(InsightPermissions.Read)) return [];
        var spots = await find.Run(null, ct);
        return [.. spots.Where(s => s.Area.StartsWith(area, StringComparison.Ordinal)).Take(Most).Select(Mark)];
    }

    private MapMark Mark(FindSpots.Row spot) => new(spot.Point, spot.CategoryName, spot.Place,
        words["spot_people", spot.People.ToString(CultureInfo.InvariantCulture)], words["heading_" + spot.Trend], ToneOf(spot.Trend), $"/console/spots/{spot.Id}");

    internal static Tone ToneOf(Trend trend) => trend switch
    {
        Trend.Growing => Tone.Late,
        Trend.Fading => Tone.Ok,
        Trend.Steady => Tone.Plain,
    };
}
