using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace Cuobian.Places;

/// <summary>A file sent as the body of a request.</summary>
internal static class Upload
{
    private const long MostBytes = 200L << 20;

    /// <summary>The body from its beginning, also when the hash for the idempotency key has read it already.</summary>
    public static Stream Body(HttpRequest request)
    {
        if (request.Body.CanSeek) request.Body.Position = 0;
        return request.Body;
    }

    /// <summary>The coordinate system of the file by its name in the query.</summary>
    public static Crs CrsOf(string? name) => Coordinates.Named(name) ?? throw new Invalid([new Fault("crs", "places.crs_unknown", name!)]);

    /// <summary>Says what the endpoint takes and lets it be large: a city's borders are.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, params string[] types) =>
        endpoint.WithMetadata(new RequestSizeLimitAttribute(MostBytes)).Accepts<Stream>("application/octet-stream", types);
}
