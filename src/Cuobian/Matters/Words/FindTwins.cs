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
        var found = await Search(TwinVectors.Of(text), form.CategoryCode, place, time.GetUtcNow(), MostCandidates, ct);
        return await Told([.. found.Where(t => MayKnow(t.Matter)).Take(MostTwins)], ct);
    }

    /// <summary>Does an open matter say the same? Asked when a report comes in; the same kind at the same place needs no look at the words.</summary>
    internal async Task<bool> HasAny(Matter matter, CancellationToken ct)
    {
        var words = vectors.Keep(matter).Words;
        return await HasKindAtPlace(matter, ct) || (await Search(words, matter.CategoryCode, matter.Place, matter.RegisteredAt, MostAtIntake, ct)).Count > 0;
    }

    /// <summary>For those who look at a matter: what it may repeat, as far as they may know of it.</summary>
    internal async Task<IReadOnlyList<Twin>> Of(Matter matter, CancellationToken ct)
    {
        var found = await Search(TwinVectors.Of(matter.Text), matter.CategoryCode, matter.Place, matter.RegisteredAt, MostAtIntake, ct);
        return await Told([.. found.Where(t => t.Matter.Id != matter.Id && MayKnow(t.Matter)).Take(MostTwins)], ct);
    }

    private async Task<bool> HasKindAtPlace(Matter matter, CancellationToken ct)
    {
        var (category, place) = (matter.CategoryCode, matter.Place);
        var since = matter.RegisteredAt - Window;
        var around = db.Matters.Within(AreaCode.CommunityOf(place.Area)).Where(m => m.CategoryCode == category && m.RegisteredAt > since && !MatterRules.Ended.Contains(m.State));
        if (place.Point is not { } point) return place.Grid is not null && await around.AnyAsync(m => m.Grid == place.Grid, ct);
        var (north, east) = TwinRules.NearDegrees(point.Lat);
        double south = point.Lat - north, west = point.Lon - east;
        north += point.Lat;
        east += point.Lon;
        // Where a point is missing, the grid must do; one question for both.
        var grid = place.Grid ?? "";
        var near = await around.Where(m => (m.Lat == null && m.Grid == grid) || (m.Lat >= south && m.Lat <= north && m.Lon >= west && m.Lon <= east))
            .OrderByDescending(m => m.Id).Take(MostTwins).Select(m => new { m.Lat, m.Lon }).ToListAsync(ct);
        return near.Any(m => m.Lat is not { } lat || TwinRules.Meters(point, new GeoPoint(lat, m.Lon!.Value)) is { } meters && TwinRules.IsNear(meters));
    }

    /// <summary>Words and points never change, so most are ruled out by what is kept of them; the few others are read.</summary>
    private async Task<List<(Candidate Matter, Common Common)>> Search(TwinVector words, string? category, Place place, DateTimeOffset at, int most, CancellationToken ct)
    {
        var around = await Around(db, place, at, most).ToListAsync(ct);
        var told = await vectors.Of(db, around, ct);
        var may = told.Where(other => TwinRules.MayBeTwins(words.Likeness(other.Value.Words), TwinRules.Meters(place.Point, other.Value.Point))).Select(other => other.Key).ToList();
        if (may.Count == 0) return [];
        var candidates = await db.Matters.AsNoTracking().Where(m => may.Contains(m.Id))
            .Select(m => new Candidate(m.Id, m.Number, m.State, m.CategoryCode, m.Area, m.Grid, m.LeadUnit, m.Visibility, m.Supporters, m.RegisteredAt))
            .ToListAsync(ct);
        return [.. candidates.Select(c => (Matter: c, Common: Compare(c, told[c.Id])))
            .Where(pair => TwinRules.AreTwins(pair.Common)).OrderByDescending(pair => TwinRules.Rank(pair.Common)).ThenByDescending(pair => pair.Matter.Id)];

        Common Compare(Candidate other, TwinVectors.Told theirs) => new(
            words.Likeness(theirs.Words),
            category is not null && category == other.CategoryCode,
            place.Grid is not null && place.Grid == other.Grid,
            TwinRules.Meters(place.Point, theirs.Point));
    }

    /// <summary>The newest that are open in the community around a place.</summary>
    internal static IQueryable<Guid> Around(CuobianDb db, Place place, DateTimeOffset at, int most)
    {
        // An id begins with the instant of the report.
        var first = Instants.First(at - Window);
        var community = AreaCode.CommunityOf(place.Area);
        var near = community.Length < AreaCode.DigitsOf(AreaLevel.Community) ? db.Matters.Within(community) : db.Matters.Where(m => m.Community == community);
        return near.Where(m => m.Id.CompareTo(first) >= 0 && !MatterRules.Ended.Contains(m.State)).OrderByDescending(m => m.Id).Take(most).Select(m => m.Id);
    }

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
        Guid Id, string Number, MatterState State, string? CategoryCode, string Area, string? Grid, string? LeadUnit,
        Visibility Visibility, int Supporters, DateTimeOffset RegisteredAt);
}
