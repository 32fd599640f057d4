using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Words;

/// <summary>Finds open matters that a report probably repeats: near, recent, of the same category or in like words.</summary>
public sealed class FindTwins(CuobianDb db, Actor actor, TimeProvider time, IPlaces places, Categories categories, TwinVectors vectors)
{
    public static readonly TimeSpan Window = TimeSpan.FromDays(14);
    private const int MostCandidates = 1000;

    /// <summary>A report must not wait for more comparisons than this, whatever flood it comes in.</summary>
    private const int MostAtIntake = 200;
    private const int MostTwins = 5;
    private const int CommunityDigits = 12;

    /// <summary>What is about to be reported.</summary>
    public sealed record Form
    {
        public string? Text { get; init; }
        public string? CategoryCode { get; init; }
        public double? Lat { get; init; }
        public double? Lon { get; init; }
        public string? Crs { get; init; }
        public string? AreaCode { get; init; }
    }

    /// <summary>Why a matter may be the same one.</summary>
    public enum Reason { SameCategory, SamePlace, LikeWords }

    /// <summary>A matter that may be the same one and why; its words only for those who may read it.</summary>
    public sealed record Twin(
        string Number, MatterState State, ReportMatter.Named? Category, ReportMatter.Named? Area, DateTimeOffset RegisteredAt, int Supporters, double? Meters, IReadOnlyList<Reason> Because, string? Text);

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapGet("/twins", async ([AsParameters] Form form, FindTwins find, CancellationToken ct) => Results.Ok(await find.Run(form, ct)))
            .WithSummary("Before reporting: open matters near the place that may be the same. Support one instead of reporting it again.");

    /// <summary>Up to five public matters (or such as the actor may read), the likeliest first.</summary>
    public async Task<IReadOnlyList<Twin>> Run(Form form, CancellationToken ct)
    {
        var text = TextRules.Clean(form.Text);
        var crs = Coordinates.Named(form.Crs);
        var hasPoint = form.Lat is not null || form.Lon is not null;
        new Faults()
            .Required(text, "text").AtMost(text, ReportMatter.LongestText, "text")
            .If(hasPoint && (form.Lat is not (>= -90 and <= 90) || form.Lon is not (>= -180 and <= 180)), "point", "matters.unknown_point")
            .If(crs is null, "crs", "matters.unknown_crs")
            .Throw();
        GeoPoint? point = hasPoint ? Coordinates.ToWgs84(new GeoPoint(form.Lat!.Value, form.Lon!.Value), crs!.Value) : null;
        var area = (point is { } p ? places.Locate(p)?.Grid : null) ?? (string.IsNullOrEmpty(form.AreaCode) ? null : places.Find(form.AreaCode));
        if (area is null) return [];

        var place = new Place(area.Code, area.Level == AreaLevel.Grid ? area.Code : null, point, null);
        var found = await Search(text, form.CategoryCode, place, time.GetUtcNow(), MostCandidates, ct);
        return await Told([.. found.Where(t => MayKnow(t.Matter)).Take(MostTwins)], ct);
    }

    /// <summary>Does an open matter say the same? Asked when a report comes in; the same kind at the same place needs no look at the words.</summary>
    internal async Task<bool> HasAny(string text, string category, Place place, DateTimeOffset at, CancellationToken ct) =>
        await HasKindAtPlace(category, place, at, ct) || (await Search(text, category, place, at, MostAtIntake, ct)).Count > 0;

    /// <summary>For those who look at a matter: what it may repeat, as far as they may know of it.</summary>
    internal async Task<IReadOnlyList<Twin>> Of(Matter matter, CancellationToken ct)
    {
        var point = matter is { Lat: { } lat, Lon: { } lon } ? new GeoPoint(lat, lon) : (GeoPoint?)null;
        var found = await Search(matter.Text, matter.CategoryCode, new Place(matter.Area, matter.Grid, point, null), matter.RegisteredAt, MostAtIntake, ct);
        return await Told([.. found.Where(t => t.Matter.Id != matter.Id && MayKnow(t.Matter)).Take(MostTwins)], ct);
    }

    private async Task<bool> HasKindAtPlace(string category, Place place, DateTimeOffset at, CancellationToken ct)
    {
        var around = Open(place, at).Where(m => m.CategoryCode == category);
        if (place.Point is not { } point) return place.Grid is not null && await around.AnyAsync(m => m.Grid == place.Grid, ct);
        var (north, east) = TwinRules.NearDegrees(point.Lat);
        double south = point.Lat - north, west = point.Lon - east;
        north += point.Lat;
        east += point.Lon;
        // Where a point is missing, the grid must do; one question for both.
        var grid = place.Grid ?? "";
        var near = await around.Where(m => (m.Lat == null && m.Grid == grid) || (m.Lat >= south && m.Lat <= north && m.Lon >= west && m.Lon <= east))
            .OrderByDescending(m => m.Id).Take(MostTwins).Select(m => new { m.Lat, m.Lon }).ToListAsync(ct);
        return near.Any(m => m.Lat is not { } lat || TwinRules.IsNear(TwinRules.Meters(point.Lat, point.Lon, lat, m.Lon!.Value)));
    }

    private async Task<List<(Candidate Matter, Common Common)>> Search(string text, string? category, Place place, DateTimeOffset at, int most, CancellationToken ct)
    {
        var candidates = await Open(place, at).OrderByDescending(m => m.Id).Take(most)
            .Select(m => new Candidate(m.Id, m.Number, m.State, m.CategoryCode, m.Area, m.Grid, m.LeadUnit, m.Lat, m.Lon, m.Visibility, m.Supporters, m.RegisteredAt))
            .ToListAsync(ct);
        var vector = TwinVectors.Of(text);
        var theirs = await vectors.Of(db, [.. candidates.Select(c => c.Id)], ct);
        return [.. candidates.Where(c => theirs.ContainsKey(c.Id)).Select(c => (Matter: c, Common: Compare(vector, theirs[c.Id], category, place, c)))
            .Where(pair => TwinRules.AreTwins(pair.Common)).OrderByDescending(pair => TwinRules.Rank(pair.Common))];
    }

    /// <summary>What is open and came in lately in the community around a place.</summary>
    private IQueryable<Matter> Open(Place place, DateTimeOffset at)
    {
        var since = at - Window;
        return db.Matters.AsNoTracking().Within(place.Area[..Math.Min(place.Area.Length, CommunityDigits)])
            .Where(m => m.RegisteredAt > since && !MatterRules.Ended.Contains(m.State));
    }

    private static Common Compare(TwinVector mine, TwinVector theirs, string? category, Place place, Candidate other) => new(
        mine.Likeness(theirs),
        category is not null && category == other.CategoryCode,
        place.Grid is not null && place.Grid == other.Grid,
        place.Point is { } point && other is { Lat: { } lat, Lon: { } lon } ? TwinRules.Meters(point.Lat, point.Lon, lat, lon) : null);

    private bool MayRead(Candidate matter) => actor.May(MattersPermissions.Read, matter.Area, matter.LeadUnit);

    /// <summary>Strangers learn of public matters only; sensitive kinds are never told.</summary>
    private bool MayKnow(Candidate matter) =>
        MayRead(matter) || (matter.Visibility == Visibility.Public && categories.Find(matter.CategoryCode) is { Sensitive: false });

    /// <summary>The words are read only for the few that are shown, and only for readers who may have them.</summary>
    private async Task<IReadOnlyList<Twin>> Told(List<(Candidate Matter, Common Common)> twins, CancellationToken ct)
    {
        var readable = twins.Select(t => t.Matter).Where(MayRead).Select(m => m.Id).ToList();
        var texts = readable.Count == 0 ? [] : await db.Matters.AsNoTracking().Where(m => readable.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Text, ct);
        return [.. twins.Select(t => Shown(t.Matter, t.Common, texts.GetValueOrDefault(t.Matter.Id)))];
    }

    private Twin Shown(Candidate matter, Common common, string? text)
    {
        var category = categories.Find(matter.CategoryCode);
        var area = places.Recall(matter.Area);
        return new Twin(matter.Number, matter.State,
            category is null ? null : new ReportMatter.Named(category.Code, category.Name(CultureInfo.CurrentUICulture.Name)),
            area is null ? null : new ReportMatter.Named(area.Code, area.Name), matter.RegisteredAt, matter.Supporters,
            MayRead(matter) && common.Meters is { } meters ? Math.Round(meters) : null, Reasons(common), text);
    }

    private static List<Reason> Reasons(Common common) =>
    [
        .. common.SameCategory ? [Reason.SameCategory] : Array.Empty<Reason>(),
        .. TwinRules.AtOnePlace(common) ? [Reason.SamePlace] : Array.Empty<Reason>(),
        .. common.Likeness >= TwinRules.Alike ? [Reason.LikeWords] : Array.Empty<Reason>(),
    ];

    private sealed record Candidate(
        Guid Id, string Number, MatterState State, string? CategoryCode, string Area, string? Grid, string? LeadUnit, double? Lat, double? Lon,
        Visibility Visibility, int Supporters, DateTimeOffset RegisteredAt);
}
