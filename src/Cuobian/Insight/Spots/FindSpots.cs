using Cuobian.Data;
using Cuobian.Insight.Contracts;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Insight.Spots;

/// <summary>Shows hot spots to those who may see them where they lie: the hottest first, each with what makes it hot.</summary>
internal sealed class FindSpots(CuobianDb db, Actor actor, IMatters matters, IVoices voices, IPlaces places, TimeProvider time)
{
    private const int MostShown = 60;
    private const int MostMatters = 200;

    /// <summary>One reason for the heat: its name, its figure and the degrees it adds.</summary>
    public sealed record Part(string Name, int Figure, double Degrees);

    public sealed record Row(Guid Id, string Category, string CategoryName, string Area, string Place, int Matters, int People, double Heat, Trend Trend, IReadOnlyList<int> Weeks, DateTimeOffset FirstAt, DateTimeOffset LastAt, Guid? Campaign)
    {
        /// <summary>The middle of its matters, to about ten metres.</summary>
        public GeoPoint? Point { get; init; }
    }

    public sealed record One(Row Row, IReadOnlyList<Part> Parts, IReadOnlyList<string> Numbers, IReadOnlyList<VoiceTitle> Titles);

    public static void Map(IEndpointRouteBuilder insight)
    {
        insight.MapGet("/spots", async (Trend? trend, FindSpots find, CancellationToken ct) => Results.Ok(await find.Run(trend, ct)))
            .WithSummary("Hot spots, the hottest first.");
        insight.MapGet("/spots/{id:guid}", async (Guid id, FindSpots find, CancellationToken ct) => await find.Show(id, ct) is { } spot ? Results.Ok(spot) : Results.NotFound())
            .WithSummary("One hot spot: what makes it hot, and its matters as far as you may read them.");
    }

    public async Task<IReadOnlyList<Row>> Run(Trend? trend, CancellationToken ct)
    {
        actor.RequireSomewhere(InsightPermissions.Read);
        var since = time.GetUtcNow() - SpotRules.Memory;
        var found = db.Set<Spot>().AsNoTracking().Where(s => s.Matters >= SpotRules.LeastMatters && s.LastAt > since);
        if (trend is { } wanted) found = found.Where(s => s.Trend == wanted);
        var names = Names();
        var rows = new List<Row>();
        // The hottest anywhere may all lie outside this actor's area, so each area is asked for its own.
        foreach (var area in Areas())
            rows.AddRange((await Within(found, area).OrderByDescending(s => s.Heat).Take(MostShown).ToListAsync(ct)).Select(s => Told(s, names)));
        return [.. rows.DistinctBy(r => r.Id).OrderByDescending(r => r.Heat).Take(MostShown)];
    }

    public async Task<One?> Show(Guid id, CancellationToken ct)
    {
        actor.RequireSomewhere(InsightPermissions.Read);
        if (await db.Set<Spot>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.Matters >= SpotRules.LeastMatters, ct) is not { } spot) return null;
        if (!actor.May(InsightPermissions.Read, spot.Area)) return null;
        var numbers = await db.Set<SpotVoice>().Where(v => v.SpotId == id).OrderByDescending(v => v.At).Select(v => v.Number).Take(MostMatters).ToListAsync(ct);
        return new One(Told(spot, Names()), [.. SpotRules.Parts(spot).Select(p => new Part(p.Part, p.Figure, p.Degrees))], numbers, await voices.Titles(numbers, ct));
    }

    private IEnumerable<string> Areas()
    {
        if (actor.IsSystem) return [""];
        var areas = actor.Grants.Where(g => g.Permission == InsightPermissions.Read).Select(g => g.Area).Distinct().ToList();
        return areas.Where(area => !areas.Exists(wider => wider != area && area.StartsWith(wider, StringComparison.Ordinal)));
    }

    private static IQueryable<Spot> Within(IQueryable<Spot> spots, string area)
    {
        if (area.Length == 0) return spots;
        var end = CuobianDb.After(area);
        return spots.Where(s => string.Compare(s.Area, area) >= 0 && string.Compare(s.Area, end) < 0);
    }

    private Dictionary<string, string> Names() => matters.Kinds.ToDictionary(k => k.Code, k => k.Name);

    private Row Told(Spot s, Dictionary<string, string> names) => new(s.Id, s.Category, names.GetValueOrDefault(s.Category, s.Category), s.Area,
        string.Join(' ', places.Path(s.Grid.Length > 0 && s.Grids == 1 ? s.Grid : s.Area).Where(a => a.Level >= AreaLevel.Township).Select(a => a.Name)),
        s.Matters, s.People, s.Heat, s.Trend, s.Weeks, s.FirstAt, s.LastAt, s.Campaign)
    {
        Point = s is { Lat: { } lat, Lon: { } lon } ? new GeoPoint(Math.Round(lat, 4), Math.Round(lon, 4)) : null,
    };
}
