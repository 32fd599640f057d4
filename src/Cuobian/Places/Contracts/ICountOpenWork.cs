using Cuobian.Kernel;

namespace Cuobian.Places.Contracts;

/// <summary>What is still open in some grids: the places that are known, and how many lie nobody knows where.</summary>
public sealed record OpenWork(IReadOnlyList<GeoPoint> Points, int Elsewhere);

/// <summary>Answered by modules that work in grids: before a border is moved, what of theirs is open there?</summary>
public interface ICountOpenWork
{
    Task<OpenWork> In(IReadOnlyCollection<string> grids, CancellationToken ct);
}
