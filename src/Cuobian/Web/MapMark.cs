using Cuobian.Kernel;
using Cuobian.Web.Components;

namespace Cuobian.Web;

/// <summary>Something of another module to be seen on a map: where, what, how much, where it is heading, and the page behind it.</summary>
public sealed record MapMark(GeoPoint? Point, string Name, string Place, string Figure, string Heading, Tone Tone, string Href);

/// <summary>Asked by a map that knows nothing of the module: what is there to see in an area? The heaviest first.</summary>
public interface IMarkMaps
{
    Task<IReadOnlyList<MapMark>> Within(string area, CancellationToken ct);
}
