using Cuobian.Matters.Contracts;

namespace Cuobian.Insight.Spots;

/// <summary>Puts matters to the hot spot they fit best, or begins a new one; only the spots of their own neighbourhood are looked at.</summary>
internal sealed class Gathering(IEnumerable<Spot> known)
{
    private readonly Dictionary<string, List<Spot>> byArea = known.GroupBy(s => s.Area).ToDictionary(g => g.Key, g => g.ToList());

    /// <summary>The spots that began here.</summary>
    public List<Spot> Begun { get; } = [];

    public Spot Put(Voice voice)
    {
        var area = SpotRules.Neighbourhood(voice.Area);
        if (!byArea.TryGetValue(area, out var near)) byArea[area] = near = [];
        var best = near.Select(spot => (Spot: spot, Fit: SpotRules.Fit(spot, voice))).Where(found => found.Fit is not null)
            .OrderByDescending(found => found.Fit).Select(found => found.Spot).FirstOrDefault();
        if (best is null)
        {
            best = Spot.Of(voice);
            near.Add(best);
            Begun.Add(best);
        }
        best.Add(voice);
        return best;
    }
}
