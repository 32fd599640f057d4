using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Words;

/// <summary>Finds open matters that a report probably repeats: near, recent, of the same category or in like words.</summary>
public sealed class FindTwins(CuobianDb db, Actor actor, TimeProvider time, IPlaces places, Categories categories)
{
    public static readonly TimeSpan Window = TimeSpan.FromDays(14);
    private const int MostCandidates = 1000;
    private const int MostTwins = 5;
    private const int CommunityDigits = 12;
    internal static readonly Lazy<TwinText> Words = new(() => new TwinText(ShippedTexts.All().Select(t => t.Text)));

    /// <summary>What is about to be reported.</summary>
    public sealed record Form(string? Text, string? CategoryCode, double? Lat, double? Lon, string? Crs, string? AreaCode);

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
        var found = await Search(text, form.CategoryCode, place, time.GetUtcNow(), null, ct);
        return [.. found.Where(t => MayKnow(t.Matter)).Take(MostTwins).Select(t => Shown(t.Matter, t.Common))];
    }

    /// <summary>Does an open matter say the same? Asked when a report comes in.</summary>
    internal async Task<bool> HasAny(string text, string category, Place place, DateTimeOffset at, Guid self, CancellationToken ct) =>
        (await Search(text, category, place, at, self, ct)).Count > 0;

    /// <summary>For those who look at a matter: what it may repeat, as far as they may know of it.</summary>
    internal async Task<IReadOnlyList<Twin>> Of(Matter matter, CancellationToken ct)
    {
        var point = matter is { Lat: { } lat, Lon: { } lon } ? new GeoPoint(lat, lon) : (GeoPoint?)null;
        var found = await Search(matter.Text, matter.CategoryCode, new Place(matter.Area, matter.Grid, point, null), matter.RegisteredAt, matter.Id, ct);
        return [.. found.Where(t => MayKnow(t.Matter)).Take(MostTwins).Select(t => Shown(t.Matter, t.Common))];
    }

    private async Task<List<(Candidate Matter, Common Common)>> Search(string text, string? category, Place place, DateTimeOffset at, Guid? self, CancellationToken ct)
    {
        var since = at - Window;
        var around = place.Area[..Math.Min(place.Area.Length, CommunityDigits)];
        var candidates = await db.Matters.AsNoTracking().Within(around)
            .Where(m => m.RegisteredAt > since && m.Id != self && !MatterRules.Ended.Contains(m.State))
            .OrderByDescending(m => m.Id).Take(MostCandidates)
            .Select(m => new Candidate(m.Number, m.State, m.Text, m.CategoryCode, m.Area, m.Grid, m.LeadUnit, m.Lat, m.Lon, m.Visibility, m.Supporters, m.RegisteredAt))
            .ToListAsync(ct);
        var vector = Words.Value.Vector(text);
        return [.. candidates.Select(other => (Matter: other, Common: Compare(vector, category, place, other)))
            .Where(pair => TwinRules.AreTwins(pair.Common)).OrderByDescending(pair => TwinRules.Rank(pair.Common))];
    }

    private static Common Compare(Dictionary<uint, double> vector, string? category, Place place, Candidate other) => new(
        TwinText.Likeness(vector, Words.Value.Vector(other.Text)),
        category is not null && category == other.CategoryCode,
        place.Grid is not null && place.Grid == other.Grid,
        place.Point is { } point && other is { Lat: { } lat, Lon: { } lon } ? TwinRules.Meters(point.Lat, point.Lon, lat, lon) : null);

    private bool MayRead(Candidate matter) => actor.May(MattersPermissions.Read, matter.Area, matter.LeadUnit);

    /// <summary>Strangers learn of public matters only; sensitive kinds are never told.</summary>
    private bool MayKnow(Candidate matter) =>
        MayRead(matter) || (matter.Visibility == Visibility.Public && categories.Find(matter.CategoryCode) is { Sensitive: false });

    private Twin Shown(Candidate matter, Common common)
    {
        var category = categories.Find(matter.CategoryCode);
        var area = places.Recall(matter.Area);
        return new Twin(matter.Number, matter.State,
            category is null ? null : new ReportMatter.Named(category.Code, category.Name(CultureInfo.CurrentUICulture.Name)),
            area is null ? null : new ReportMatter.Named(area.Code, area.Name), matter.RegisteredAt, matter.Supporters,
            MayRead(matter) && common.Meters is { } meters ? Math.Round(meters) : null, Reasons(common), MayRead(matter) ? matter.Text : null);
    }

    private static List<Reason> Reasons(Common common) =>
    [
        .. common.SameCategory ? [Reason.SameCategory] : Array.Empty<Reason>(),
        .. TwinRules.AtOnePlace(common) ? [Reason.SamePlace] : Array.Empty<Reason>(),
        .. common.Likeness >= TwinRules.Alike ? [Reason.LikeWords] : Array.Empty<Reason>(),
    ];

    private sealed record Candidate(
        string Number, MatterState State, string Text, string? CategoryCode, string Area, string? Grid, string? LeadUnit, double? Lat, double? Lon,
        Visibility Visibility, int Supporters, DateTimeOffset RegisteredAt);
}
