using Cuobian.Kernel;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Union;
using NetTopologySuite.Operation.Valid;

namespace Cuobian.Places;

/// <summary>A grid under the eyes of the topology check; what was stored before has no place in the file.</summary>
internal sealed record Plot(string? Where, string Code, Geometry Shape);

/// <summary>Finds what is wrong with the ground that grids cover: crossings, overlaps, gaps and what reaches outside.</summary>
internal sealed class Topology
{
    private readonly LocalMetres metres;
    private readonly double tolerance;

    /// <param name="latitude">About where the grids lie; areas are right to a percent within a hundred kilometres.</param>
    /// <param name="tolerance">Square metres that hand-drawn borders may differ by.</param>
    public Topology(double latitude, double tolerance) => (metres, this.tolerance) = (new LocalMetres(latitude), tolerance);

    /// <summary>Is the polygon sound by itself? Adds the fault if not.</summary>
    public bool Sound(Plot plot, List<Fault> faults)
    {
        var before = faults.Count;
        if (new IsValidOp(plot.Shape).ValidationError is { } error)
        {
            var at = error.Coordinate ?? plot.Shape.Coordinate;
            faults.Add(error.ErrorType is TopologyValidationErrors.TooFewPoints
                ? new Fault(plot.Where!, "places.ring_small")
                : new Fault(plot.Where!, Crossings.Contains(error.ErrorType) ? "places.self_crossing" : "places.shape_invalid", plot.Code, Round(at.Y), Round(at.X)));
        }
        else if (metres.Flatten(plot.Shape).Area < 1) faults.Add(new Fault(plot.Where!, "places.ring_small"));
        return faults.Count == before;
    }

    /// <summary>Pairs that lie on each other by more than the tolerance, when at least one of the pair is new.</summary>
    public List<Fault> Overlaps(IReadOnlyList<Plot> plots, Action<int>? progress = null)
    {
        var flat = plots.Select(p => metres.Flatten(p.Shape)).ToArray();
        var tree = new STRtree<int>();
        foreach (var (at, shape) in flat.Index()) tree.Insert(shape.EnvelopeInternal, at);
        var faults = new List<Fault>();
        for (var one = 0; one < flat.Length; one++)
        {
            progress?.Invoke(one + 1);
            foreach (var other in tree.Query(flat[one].EnvelopeInternal).Where(other => other > one).Order())
            {
                if ((plots[one].Where ?? plots[other].Where) is not { } where) continue;
                var shared = Overlay(flat[one], flat[other], SpatialFunction.Intersection).Area;
                if (shared > tolerance) faults.Add(new Fault(where, "places.overlap", plots[one].Code, plots[other].Code, Round(shared, 1)));
            }
        }
        return faults;
    }

    /// <summary>Ground of a community that no grid covers: within its outline, or without one within what its grids enclose.</summary>
    public List<Fault> Gaps(string community, IReadOnlyList<Geometry> grids, Geometry? outline)
    {
        var covered = Union(grids.Select(metres.Flatten));
        var open = outline is not null
            ? Overlay(metres.Flatten(outline), covered, SpatialFunction.Difference)
            : Holes(covered);
        return [.. Pieces(open).Where(piece => piece.Area > tolerance).OrderByDescending(piece => piece.Area).Select(piece =>
        {
            var at = metres.Degrees(piece.PointOnSurface.Coordinate);
            return new Fault(community, "places.gap", community, Round(piece.Area, 1), Round(at.Y), Round(at.X));
        })];
    }

    /// <summary>How many square metres of the one reach beyond the other.</summary>
    public double Beyond(Geometry one, Geometry other) =>
        Overlay(metres.Flatten(one), metres.Flatten(other), SpatialFunction.Difference).Area;

    public bool Matters(double squareMetres) => squareMetres > tolerance;

    public static Geometry Union(IEnumerable<Geometry> shapes) =>
        UnaryUnionOp.Union([.. shapes]) is { IsEmpty: false } union ? union : GeometryFactory.Default.CreatePolygon();

    private static readonly TopologyValidationErrors[] Crossings =
        [TopologyValidationErrors.SelfIntersection, TopologyValidationErrors.RingSelfIntersection];

    private static Geometry Overlay(Geometry one, Geometry other, SpatialFunction function) =>
        OverlayNGRobust.Overlay(one, other, function);

    private static IEnumerable<Geometry> Pieces(Geometry shape) =>
        Enumerable.Range(0, shape.NumGeometries).Select(shape.GetGeometryN).Where(piece => piece is Polygon);

    private static GeometryCollection Holes(Geometry shape) => GeometryFactory.Default.CreateGeometryCollection(
        [.. Pieces(shape).Cast<Polygon>().SelectMany(p => p.InteriorRings).Select(ring => GeometryFactory.Default.CreatePolygon((LinearRing)ring.Copy()))]);

    private static double Round(double value, int digits = 6) => Math.Round(value, digits);
}
