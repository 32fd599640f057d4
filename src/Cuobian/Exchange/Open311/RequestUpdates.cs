using Cuobian.Matters.Contracts;
using Microsoft.Extensions.Localization;

namespace Cuobian.Exchange.Open311;

/// <summary>The updates extension of FixMyStreet: what happened to listed requests, and words added to one.</summary>
internal sealed class RequestUpdates(IMatters matters, RequestFields requests, TimeProvider time, IStringLocalizer<Text> words)
{
    public async Task<Reply> Find(Asked asked, CancellationToken ct)
    {
        var until = asked.Instant("end_date") ?? time.GetUtcNow();
        var from = asked.Instant("start_date") ?? until.AddDays(-1);
        if (from > until) throw new Open311Error(StatusCodes.Status400BadRequest, words["open311_dates_reversed", "start_date", "end_date"]);
        if (until - from > FindRequests.LongestSpan) throw new Open311Error(StatusCodes.Status400BadRequest, words["open311_span_long", FindRequests.LongestSpan.Days]);
        var steps = await matters.Steps(from, until, FindRequests.Most, ct);
        return Reply.List("service_request_updates", "request_update", steps.Select(step => new Leaf[]
        {
            new("update_id", step.Id.ToString("N")),
            new("service_request_id", step.Number),
            new("status", RequestFields.Status(step.IsOpen)),
            new("description", requests.Notes(step.State, null)),
            new("updated_datetime", step.At),
            new("media_url", null),
        }));
    }

    /// <summary>The words become a comment. Whether the matter is open or closed is decided here, not by the sender.</summary>
    public async Task<Reply> Post(Asked asked, CancellationToken ct)
    {
        var number = asked["service_request_id"] ?? throw new Open311Error(StatusCodes.Status400BadRequest, words["open311_id_missing"]);
        var said = asked["description"] ?? throw new Open311Error(StatusCodes.Status400BadRequest, words["open311_description_missing"]);
        var update = await matters.Comment(number, null, said, ct) ?? throw new Open311Error(StatusCodes.Status404NotFound, words["open311_request_unknown", number]);
        return Reply.List("service_request_updates", "request_update", [[new("update_id", update.ToString("N"))]]) with { Status = StatusCodes.Status201Created };
    }
}
