using Cuobian.Matters.Contracts;
using Microsoft.Extensions.Localization;

namespace Cuobian.Exchange.Open311;

/// <summary>Lists service requests, newest first: at most ninety days and a thousand of them at once.</summary>
internal sealed class FindRequests(IMatters matters, RequestFields requests, TimeProvider time, IStringLocalizer<Text> words)
{
    public const int Most = 1000;
    public static readonly TimeSpan LongestSpan = TimeSpan.FromDays(90);
    private const double MetresOfDegree = 111_320;

    public async Task<Reply> Run(Asked asked, CancellationToken ct) =>
        await Written((await matters.Find(Filter(asked), ct)).Items, asked, ct);

    public async Task<Reply> One(string number, Asked asked, CancellationToken ct) =>
        await matters.Show(number, ct) is { } found
            ? await Written([found], asked, ct)
            : throw new Open311Error(StatusCodes.Status404NotFound, words["open311_request_unknown", number]);

    private async Task<Reply> Written(IReadOnlyList<ListedMatter> found, Asked asked, CancellationToken ct)
    {
        if (!asked.Is("extensions")) return Reply.List("service_requests", "request", found.Select(requests.Of));
        var steps = (await matters.StepsOf([.. found.Select(m => m.Id)], ct)).ToLookup(step => step.Number);
        return Reply.List("service_requests", "request", found.Select(m => requests.Extended(m, steps[m.Number])));
    }

    private ListedFilter Filter(Asked asked)
    {
        if (asked.List("service_request_id") is { Length: > 0 } numbers) return new ListedFilter { Numbers = numbers, Size = Most };
        var (updatedFrom, updatedUntil) = asked["updated_after"] is null && asked["updated_before"] is null ? default : Span(asked, "updated_after", "updated_before");
        var byUpdate = updatedFrom is not null && asked["start_date"] is null && asked["end_date"] is null;
        var (from, until) = byUpdate ? default : Span(asked, "start_date", "end_date");
        var size = Math.Clamp(asked.Whole("page_size") ?? Most, 1, Most);
        return new ListedFilter
        {
            Categories = Services(asked),
            IsOpen = IsOpen(asked),
            From = from,
            Until = until,
            UpdatedFrom = updatedFrom,
            UpdatedUntil = updatedUntil,
            Box = Box(asked),
            Size = size,
            Skip = (int)Math.Min(int.MaxValue, (Math.Max(1, asked.Whole("page") ?? 1) - 1L) * size),
        };
    }

    private (DateTimeOffset? From, DateTimeOffset? Until) Span(Asked asked, string first, string last)
    {
        var now = time.GetUtcNow();
        var from = asked.Instant(first);
        var until = asked.Instant(last) ?? (from + LongestSpan < now ? from + LongestSpan : now);
        from ??= until - LongestSpan;
        if (from > until) throw new Open311Error(StatusCodes.Status400BadRequest, words["open311_dates_reversed", first, last]);
        if (until - from > LongestSpan) throw new Open311Error(StatusCodes.Status400BadRequest, words["open311_span_long", LongestSpan.Days]);
        return (from, until);
    }

    private string[] Services(Asked asked)
    {
        var codes = asked.List("service_code");
        if (codes.Length == 0) return [];
        var unknown = codes.Except(matters.Kinds.Select(kind => kind.Code)).ToList();
        if (unknown.Count == 0) return codes;
        throw new Open311Error(StatusCodes.Status404NotFound, [.. unknown.Select(code => words["open311_service_unknown", code].Value)]);
    }

    private static bool? IsOpen(Asked asked)
    {
        var named = asked.List("status").Select(word => word.ToLowerInvariant()).Distinct().ToList();
        if (named.FirstOrDefault(word => word is not ("open" or "closed")) is { } wrong) throw Asked.Wrong("status", wrong);
        return named is [var only] ? only == "open" : null;
    }

    /// <summary><c>bbox=west,south,east,north</c>, or a square of <c>radius</c> metres around <c>lat</c> and <c>long</c>.</summary>
    private static GeoBox? Box(Asked asked)
    {
        if (asked["bbox"] is { } text)
        {
            var sides = asked.List("bbox").Select(side => Asked.Number("bbox", side)).ToList();
            return sides is [var west, var south, var east, var north] && west <= east && south <= north ? new GeoBox(south, west, north, east) : throw Asked.Wrong("bbox", text);
        }
        if (asked.Degrees("lat") is not { } lat || asked.Degrees("long") is not { } lon || asked.Degrees("radius") is not { } radius) return null;
        var up = radius / MetresOfDegree;
        var across = up / Math.Max(0.01, Math.Cos(lat / 180 * Math.PI));
        return new GeoBox(lat - up, lon - across, lat + up, lon + across);
    }
}
