using Cuobian.Matters.Contracts;
using Microsoft.Extensions.Localization;

namespace Cuobian.Exchange.Open311;

/// <summary>A listed matter in the fields of a service request.</summary>
internal sealed class RequestFields(IStringLocalizer<Text> words)
{
    public static string Status(bool isOpen) => isOpen ? "open" : "closed";

    /// <summary>The state in words; once it is over, how it ended.</summary>
    public string Notes(string state, string? outcome)
    {
        var ended = outcome is null ? null : words["outcome_" + outcome];
        if (ended is { ResourceNotFound: false }) return ended;
        var said = words["state_" + state];
        return said.ResourceNotFound ? state : said.Value;
    }

    public string Notes(ListedMatter m) => m.DuplicateOf is { } root ? words["duplicate_of", root] : Notes(m.State, m.Outcome);

    public Leaf[] Of(ListedMatter m) =>
    [
        new("service_request_id", m.Number),
        new("status", Status(m.IsOpen)),
        new("status_notes", Notes(m)),
        new("service_name", m.CategoryName),
        new("service_code", m.Category),
        new("description", m.Description),
        new("agency_responsible", m.Unit),
        new("service_notice", null),
        new("requested_datetime", m.RegisteredAt),
        new("updated_datetime", m.ClosedAt ?? m.UpdatedAt),
        new("expected_datetime", m.Due),
        new("address", m.AreaName),
        new("address_id", m.Area),
        new("zipcode", null),
        new("lat", m.Point?.Lat),
        new("long", m.Point?.Lon),
        new("media_url", null),
    ];

    /// <summary>With <c>extensions=true</c>: how many support it, and its story step by step.</summary>
    public Leaf[] Extended(ListedMatter m, IEnumerable<ListedStep> steps) =>
    [
        .. Of(m),
        new("extended_attributes", new Leaf[] { new("state", m.State), new("supporters", m.Supporters) }),
        new("notes", new Many("note", [.. steps.Select(step => new Leaf[]
        {
            new("datetime", step.At),
            new("type", step.Command),
            new("summary", Notes(step.State, null)),
        })])),
    ];
}
