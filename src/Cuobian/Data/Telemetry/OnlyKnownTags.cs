using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Cuobian.Data.Telemetry;

/// <summary>Lets only these attributes of a span leave the house: addresses hold numbers and codes, statements may hold words.</summary>
internal sealed class OnlyKnownTags : BaseProcessor<Activity>
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.version", "server.address", "server.port", "error.type",
        "db.system", "db.system.name", "db.namespace", "db.name", "db.operation.name", "db.response.status_code",
        "cuobian.reaction", "cuobian.attempt", "otel.status_code",
    }.ToFrozenSet();

    public override void OnEnd(Activity span) => Strip(span);

    internal static void Strip(Activity span)
    {
        foreach (var tag in span.TagObjects.Select(t => t.Key).Where(key => !Known.Contains(key)).ToList()) span.SetTag(tag, null);
    }
}
